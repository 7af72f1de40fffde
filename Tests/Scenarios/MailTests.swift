import CheckIns
import Conducting
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `An answer by mail` {
  private func house() throws -> Life {
    try Life(gateways: ["mail": .proved(.email), "sms": .proved(.sms)])
  }

  private func mentee(_ life: Life, _ id: String, mail: String, mentors: [Phone] = []) throws
    -> Phone
  {
    try life.mentee(id, mentors: mentors) { $0.addresses = [.init(channel: .email, text: mail)] }
  }

  /// The reference of the last message that reached an address.
  private func reference(_ life: Life, to address: String) throws -> String {
    try #require(life.world.delivered.last { $0.message.to == address }).message.reference
  }

  private func mail(
    _ text: String, from: String, answering reference: String? = nil, id: String = "m1"
  ) -> IncomingReply {
    IncomingReply(
      channel: .email, providerID: id, from: from, text: text, inReplyTo: reference)
  }

  private func arrive(_ life: Life, _ mails: [IncomingReply], at position: String = "1:1") {
    life.world.step([
      Input(.fetched(gateway: "mail", receipts: [], replies: mails, position: position))
    ])
  }

  @Test func `counts for whom the message went to, from whatever address, and a human looks`()
    throws
  {
    let life = try house()
    _ = try mentee(life, "ann", mail: "ann@example.net")
    life.passes(.minutes(61))
    let prompt = try reference(life, to: "ann@example.net")
    arrive(life, [mail("yes", from: "ann@work.example", answering: prompt)])
    #expect(
      life.events(["answered", "other-address", "unknown-sender"]) == [
        "other-address", "answered",
      ])
  }

  @Test func `of a mentor to a forwarded mail is the mentor's`() throws {
    let life = try house()
    let ben = try life.mentor("ben", mail: "ben@example.net")
    _ = try mentee(life, "ann", mail: "ann@example.net", mentors: [ben])
    life.passes(.minutes(61))
    let prompt = try reference(life, to: "ann@example.net")
    arrive(life, [mail("yes", from: "ben@example.net", answering: prompt)])
    #expect(life.events(["answered", "in-contact"]).isEmpty)
  }

  @Test func `is heard where somebody cries for help under a signature's mark`() throws {
    let life = try house()
    let ben = try life.mentor("ben")
    _ = try mentee(life, "ann", mail: "ann@example.net", mentors: [ben])
    _ = try mentee(life, "eve", mail: "eve@example.net", mentors: [ben])
    life.passes(.minutes(61))
    var first = mail("yes", from: "ann@example.net")
    first.aside = "Ann\nI want to die"
    var second = mail("yes", from: "eve@example.net", id: "m2")
    second.aside = "Eve Miller, 12 Station Road"
    arrive(life, [second, first])
    #expect(life.events(["crisis-told", "answered"]) == ["crisis-told", "answered"])
  }

  @Test func `tells who of two that share an address wrote it`() throws {
    let life = try house()
    _ = try mentee(life, "ann", mail: "shared@example.net")
    _ = try mentee(life, "eve", mail: "shared@example.net")
    life.passes(.minutes(61))
    let prompt = try reference(life, to: "shared@example.net")
    arrive(life, [mail("yes", from: "shared@example.net", answering: prompt)])
    #expect(life.events(["answered", "in-contact"]) == ["answered"])
  }

  @Test func `belongs to the question it answers, not to a newer one`() throws {
    let life = try house()
    let ben = try life.mentor("ben", mail: "ben@example.net")
    _ = try mentee(life, "ann", mail: "ann@example.net", mentors: [ben])
    life.passes(.minutes(61))
    let first = try reference(life, to: "ann@example.net")
    life.passes(.hours(24))
    arrive(life, [mail("yes", from: "ann@example.net", answering: first)])
    #expect(life.events(["answered", "in-contact"]).sorted() == ["answered", "in-contact"])
    let answered = life.world.ledger.first { $0.event == "answered" }
    let asking = life.world.ledger.first { $0.event == "asking" }
    #expect(answered?.checkIn == asking?.checkIn)
  }

  @Test func `that calls for help is taken first, and what comes twice is one`() throws {
    let life = try house()
    let ben = try life.mentor("ben", quiet: "none", mail: "ben@example.net")
    _ = try mentee(life, "ann", mail: "ann@example.net")
    _ = try mentee(life, "eve", mail: "eve@example.net", mentors: [ben])
    life.passes(.minutes(61))
    let call = mail("I want to die", from: "eve@example.net", id: "m2")
    arrive(life, [mail("hello there", from: "ann@example.net"), call, call])
    let replies = life.world.ledger.filter { $0.event == "reply" }
    #expect(replies.map { $0.detail.split(separator: " ").last } == ["crisis", "unknown"])
    #expect(life.events(["reply-again"]) == ["reply-again"])
  }
}

@Suite struct `A road that cannot be heard` {
  @Test func `makes nobody silent: the ladder waits, and then the person is unreached`() throws {
    let life = try Life()
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.passes(.minutes(61))
    ann.receives("Ann")
    life.passes(.hours(2))
    life.world.step([Input(.unheard(gateway: "sms", reason: "login refused"))])
    life.passes(.minutes(90))
    #expect(life.events(["missed", "unreached", "nudge", "nudge-withheld"]).isEmpty)
    life.passes(.hours(26))
    #expect(life.events(["missed"]).isEmpty)
    #expect(life.events(["unreached"]).count == 1)
    #expect(!ben.hasUnread)
  }

  @Test func `that is fetched no more proves silence again after the next start`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.world.step([Input(.unheard(gateway: "sms", reason: "login refused"))])
    try life.world.crashes()
    life.passes(.hours(5))
    ann.receives("Ann")
    ann.receives("")
    #expect(life.events(["nudge"]) == ["nudge"])
  }

  @Test func `that is fetched no more proves silence again after a reload`() throws {
    let life = try Life(gateways: ["sms": .fetched])
    let ann = try life.mentee("ann")
    life.world.step([Input(.unheard(gateway: "sms", reason: "login refused"))])
    #expect(try life.world.house().rows.gateways["sms"]?.deafUntil == .distantFuture)
    life.world.reloads { $0.gateways["sms"] = .proved(.sms) }
    #expect(try life.world.house().rows.gateways["sms"]?.deafUntil == life.world.now)
    life.passes(.hours(5))
    ann.receives("Ann")
    ann.receives("")
    #expect(life.events(["nudge"]) == ["nudge"])
  }

  @Test func `that is still fetched after a reload is as deaf as before`() throws {
    let life = try Life(gateways: ["sms": .fetched])
    life.world.step([Input(.unheard(gateway: "sms", reason: "login refused"))])
    life.world.reloads { _ in }
    #expect(try life.world.house().rows.gateways["sms"]?.deafUntil == .distantFuture)
  }

  @Test func `goes on where it was once it is heard again`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.receives("Ann")
    life.world.step([Input(.unheard(gateway: "sms", reason: "login refused"))])
    life.passes(.hours(3))
    try life.world.catchesUp("sms")
    life.passes(.minutes(2))
    ann.receives("")
    #expect(life.events(["nudge"]) == ["nudge"])
  }
}

@Suite struct `A road without a way back` {
  static var mute: GatewayTraits {
    var traits = GatewayTraits.proved(.sms)
    traits.canReceive = false
    return traits
  }

  @Test func `carries no question where another road can`() throws {
    let life = try Life(gateways: ["a-mute": Self.mute, "b-sms": .proved(.sms)])
    let ann = try life.mentee("ann")
    life.passes(.hours(5))
    ann.receives("Ann")
    ann.receives("")
    #expect(life.world.delivered.map(\.gateway) == ["b-sms", "b-sms"])
    life.ends()
  }

  @Test func `leaves the person unreached where there is no other, and still carries notices`()
    throws
  {
    let life = try Life(gateways: ["mute": Self.mute])
    let cor = try life.coordinator("cor")
    _ = try life.mentee("ann")
    life.passes(.hours(2))
    cor.receives("only gateways that bring no replies")
    #expect(life.events(["asked", "missed", "unreached"]) == ["unreached"])
    life.ends()
  }
}

extension GatewayTraits {
  /// Proved, and its replies are fetched.
  fileprivate static var fetched: GatewayTraits {
    var traits = GatewayTraits.proved(.sms)
    traits.listsReplies = true
    return traits
  }
}
