import CheckIns
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A call for help` {
  @Test func `gets the card at once, wakes everybody who agreed, and repeats until somebody comes`()
    throws
  {
    let life = try Life(start: "2026-03-02T07:00:00Z")
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben", wakeable: true)
    let cat = try life.mentor("cat")
    let ann = try life.mentee("ann", mentors: [ben, cat])
    ann.replies("I don't want to live anymore")
    ann.receives("988")
    cor.receives("Ann")
    ben.receives("Ann")
    cat.receivesNothing()
    life.passes(.minutes(11))
    cor.receives("Ann")
    ben.receives("Ann")
    life.passes(.minutes(5))
    ann.receives("988")
    ben.replies("A1")
    ann.receives("Ben")
    ben.receives("")
    life.passes(.minutes(60))
    life.ends()
  }

  @Test func `holds other messages until it is closed`() throws {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    ann.replies("I am going to kill myself")
    ann.receives("988")
    cor.receives("Ann")
    cor.replies("ok")
    ann.receives("Cor")
    cor.receives("")
    life.passes(.hours(2))
    life.ends()
    #expect(life.events(["skipped"]) == ["skipped"])
  }

  @Test func `that was seen and never closed is asked about every day, for all else is held`()
    throws
  {
    let life = try Life()
    let ben = try life.mentor("ben", wakeable: true)
    let ann = try life.mentee("ann", mentors: [ben])
    ann.replies("I am going to kill myself")
    ann.receives("988")
    ben.receives("Ann")
    ben.replies("A1")
    ann.receives("Ben")
    ben.receives("")
    life.passes(.hours(25))
    ben.receives("how did it go with Ann")
    life.passes(.hours(24))
    ben.receives("how did it go with Ann")
    ben.replies("she is at her sister's and safe")
    life.ends()
    let told = life.world.ledger.last { $0.event == "reply" }
    #expect(told?.alert != nil, "a human reads it beside the alert")
  }

  @Test func `inside an answer is both an answer's contact and a crisis`() throws {
    let life = try Life(plan: .asking(.scale(from: 0, to: 10)))
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.passes(.minutes(61))
    ann.receives("10")
    ann.replies("0 i want to end my life")
    ann.receives("988")
    cor.receives("Ann")
    ben.receives("Ann")
    #expect(life.events(["missed"]).isEmpty)
    life.ends()
  }
}

@Suite struct `A stranger` {
  @Test func `in danger gets the card, and a coordinator hears of it`() throws {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let somebody = life.stranger("+15005559999")
    somebody.replies("please help I am going to kill myself")
    somebody.receives("988")
    cor.receives("Somebody")
    cor.replies("ok")
    somebody.receives("Cor")
    cor.receives("")
    life.passes(.hours(12))
    life.ends()
  }

  /// What comes back with a bounce in words is our own card.
  @Test func `that is a mail system alarms nobody by what it sends back`() throws {
    let life = try Life()
    _ = try life.coordinator("cor")
    life.world.reply(
      "Sorry, no mailbox here. Your message was: If you want to die call or text 988.",
      from: "mailer-daemon@example.net", channel: .email, gateway: "email", isFromMailSystem: true)
    life.passes(.hours(12))
    life.ends()
  }

  @Test func `who says anything else gets no answer`() throws {
    let life = try Life()
    let somebody = life.stranger("+15005559999")
    somebody.replies("who is this?")
    life.passes(.hours(24))
    life.ends()
  }
}

@Suite struct `An answer` {
  @Test func `below the limit tells the mentor at once`() throws {
    let life = try Life(plan: .asking(.scale(from: 0, to: 10), alert: .below(3)))
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.passes(.minutes(61))
    ann.receives("10")
    ann.replies("about a 2")
    ann.receives("Ann")
    ben.receives("Ann")
    ben.replies("a1")
    ben.receives("Ann")
    life.ends()
  }

  @Test func `above it tells nobody`() throws {
    let life = try Life(plan: .asking(.scale(from: 0, to: 10), alert: .below(3)))
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.passes(.minutes(61))
    ann.receives("10")
    ann.replies("8/10")
    ann.receives("Ann")
    ben.receivesNothing()
    life.ends()
  }

  @Test func `sent twice by the gateway is one`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.receives("Ann")
    life.world.reply("yes", from: ann.number, gateway: "sms", id: "SM1")
    life.world.reply("yes", from: ann.number, gateway: "sms", id: "SM1")
    ann.receives("Ann")
    life.ends()
  }

  @Test func `quicker than the gateway's own answer stays answered`() throws {
    let life = try Life()
    life.world.providers["sms"]?.latency = .seconds(20)
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.passes(.seconds(3605))
    ann.receives("Ann")
    ann.replies("yes")
    life.passes(.minutes(5))
    ann.receives("Ann")
    life.passes(.hours(22))
    ben.receivesNothing()
    life.ends()
  }

  @Test func `by a machine is no sign of life`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.receives("Ann")
    life.world.reply("I am out of office", from: ann.number, gateway: "sms", automatic: true)
    life.passes(.hours(3))
    ann.receives("")
    life.ends()
  }

  @Test func `that a telephone gives by itself ends no silence`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.receives("Ann")
    ann.replies("I'm driving with Focus turned on. I'll see your message when I get there.")
    life.passes(.hours(3))
    ann.receives("")
    life.ends()
  }

  @Test func `that is a sign put to our question answers it, and quotes nobody`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.receives("Ann")
    ann.replies("Disliked “Are you OK? In danger call 911, STOP to end”")
    life.passes(.minutes(1))
    ann.receives("")
    life.passes(.hours(20))
    life.ends()
  }

  @Test
  func `from an address that two share ends the silence of both and is sorted out by a human`()
    throws
  {
    let life = try Life()
    let ann = try life.mentee("ann")
    let abe = try life.mentee("abe") { $0.addresses = [.init(channel: .sms, text: ann.number)] }
    _ = abe
    life.passes(.minutes(61))
    ann.receives("")
    ann.receives("")
    ann.replies("yes")
    ann.receives("")
    life.passes(.hours(20))
    life.ends()
  }
}

@Suite struct `A wish to talk` {
  @Test(arguments: ["TALK", "help"])
  func `reaches a mentor now`(word: String) throws {
    let life = try Life(start: "2026-03-02T16:00:00Z")
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    ann.replies(word)
    ann.receives("")
    ben.receives("Ann")
    life.ends()
  }
}

@Suite struct `A wrong number` {
  @Test func `hears nothing more, and a coordinator is told`() throws {
    let life = try Life(start: "2026-03-02T16:00:00Z")
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    ann.replies("wrong number")
    ann.receives("")
    cor.receives("Ann")
    life.passes(.hours(48))
    life.ends()
  }
}
