import Messages
import Testing

private func read(_ text: String, _ context: ReplyContext) throws -> ReplyReading {
  try #require(Shipped.replies).read(text, in: context)
}

@Suite struct `A sign put to a message` {
  private static let prompt = "Hi Ann, are you OK? Reply “YES” or “NO”, STOP to end."

  @Test(arguments: [
    ("Liked “Are you OK?”", "yes"), ("Liked “\(prompt)”", "yes"), ("Liked \"Are you OK?\" ", "yes"),
    ("Disliked “Are you OK?”", "no"), ("Disliked “\(prompt)”", "no"),
    ("Questioned “Are you OK?”", nil), ("Emphasized “Are you OK?”", nil),
    ("Laughed at “\(prompt)”", nil), ("Loved “Are you OK?”", nil),
    ("Removed a like from “Are you OK?”", nil), ("👍 to “Are you OK?”", "yes"),
    ("\u{200A}👎\u{200A} to “Are you OK?”", "no"), ("Reacted 👍🏽 to “\(prompt)”", "yes"),
    ("Reacted 😢 to “Are you OK?”", nil), ("Removed 👍 from “Are you OK?”", nil),
    ("Le gustó “Are you OK?”", "yes"), ("A aimé « Are you OK ? »", "yes"),
    ("N’a pas aimé « Are you OK ? »", "no"), ("Hat „Are you OK?“ mit „Gefällt mir“ markiert", nil),
    ("Tagged “Are you OK?”", nil), ("Liked “Reply \"YES\" or \"NO\"”", "yes"),
  ])
  func `answers as the sign does, whatever the message says`(text: String, value: String?) throws {
    let reading = try read(text, ReplyContext(question: .yesNo))
    #expect(reading.intent == .answer ? reading.value == value : value == nil, "\(text)")
    #expect(!reading.says(.stop) && !reading.says(.crisis))
  }

  @Test(arguments: [
    "Loved “If you want to die call or text 988”", "Liked “In danger call 911.”",
    "Disliked “STOP”",
  ])
  func `is no call for help and no stop by what we said`(text: String) throws {
    let reading = try read(text, ReplyContext())
    #expect(!reading.says(.crisis) && !reading.says(.stop))
  }

  @Test(arguments: [
    "He laughed at “I want to die”", "Liked “Are you OK?” I want to die", "“I want to die”",
    "To “whoever finds this”: I want to die", "Liked “I want to die", "to \"I want to die\"",
  ])
  func `hides no call for help beside it`(text: String) throws {
    #expect(try read(text, ReplyContext()).says(.crisis), "\(text)")
  }

  @Test(arguments: [
    ("Liked “Ann has not answered. Reply A1 or N1.”", ReplyReading.Intent.ack),
    ("Questioned “Ann has not answered. Reply A1 or N1.”", .unknown),
    ("Betonte „Reply A1 if you can“ gerade", .unknown), ("“A1”", .ack),
  ])
  func `is a mentor's word only as a sign alone is`(
    text: String, intent: ReplyReading.Intent
  ) throws {
    #expect(try read(text, ReplyContext(openAlerts: 1)).intent == intent, "\(text)")
  }

  @Test(arguments: ["\"yes\"", "“Yes”", "„Ja“", "he says \"fine\", I say yes"])
  func `is none where somebody quotes`(text: String) throws {
    #expect(try read(text, ReplyContext(question: .yesNo)).value == "yes", "\(text)")
  }

  @Test func `is read without harm where it has thousands of signs`() throws {
    let text = String(repeating: "👍 ", count: 3000) + "“x”"
    #expect(try read(text, ReplyContext()).isAutomatic == false)
  }

  @Test func `starts nothing by what the invitation says`() throws {
    let reading = try read(
      "Marcó “Reply YES to begin” como visto", ReplyContext(standing: .invited))
    #expect(reading.intent == .unknown)
  }
}

@Suite struct `A text that a telephone wrote` {
  @Test(arguments: [
    "I'm driving with Do Not Disturb While Driving turned on. I’ll see your message when I can.",
    "I’m driving with Focus turned on. I’ll see your message when I get where I’m going.",
    "(I’m not receiving notifications. If this is urgent, reply “urgent” to send a notification.)",
    "Auto-reply: I'm busy, call you later", "FreeMsg: Your message could not be delivered",
    "Free Msg: Unable to send message - Message Blocking is active.",
    "Message blocking is active.",
  ])
  func `is a machine's`(text: String) throws {
    #expect(try read(text, ReplyContext(question: .yesNo)).isAutomatic, "\(text)")
  }

  @Test(arguments: [
    "I'm driving", "I'm driving home", "Sorry, can't talk right now.", "message me later", "ok",
    "free tomorrow", "Auto-reply: I want to die", "automatic",
  ])
  func `is not what a person may have typed`(text: String) throws {
    #expect(try !read(text, ReplyContext(question: .yesNo)).isAutomatic, "\(text)")
  }
}
