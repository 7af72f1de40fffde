import CheckIns
import Conducting
import Messages
import Simulation
import Testing
import Timekeeping

/// Receipts, outcomes and replies in every order that providers have them in.
@Suite struct `What comes out of order` {
  private func asked(_ gateways: [String: GatewayTraits]) throws -> (life: Life, ann: Phone) {
    let life = try Life(gateways: gateways)
    let ann = try life.mentee("ann")
    life.passes(.minutes(60))
    return (life, ann)
  }

  /// About an attempt at the newest message to the phone.
  private func report(
    _ life: Life, _ phone: Phone, _ state: Receipt.State, meaning: Outcome.Kind? = nil,
    hasID: Bool = true
  ) throws {
    let sent = try #require(life.world.delivered.last { $0.message.to == phone.number }).message
    life.world.receipt(
      Receipt(
        providerID: hasID ? "p-\(sent.id.rawValue)-\(sent.attempt)" : nil,
        reference: sent.reference, state: state, meaning: meaning), gateway: "a-sms")
  }

  @Test(arguments: [true, false])
  func `as sent after undelivered asks nobody, and the message still goes again`(_ hasID: Bool)
    throws
  {
    let (life, ann) = try asked(["a-sms": .proved(.sms)])
    life.passes(.seconds(2))
    ann.receives("checking in")
    try report(life, ann, .undelivered, meaning: .misconfigured, hasID: hasID)
    try report(life, ann, .sent, hasID: hasID)
    try report(life, ann, .queued, hasID: hasID)
    #expect(life.events(["asked", "not-asked"]) == ["asked", "not-asked"])
    life.passes(.minutes(16))
    ann.receives("checking in")
    #expect(life.events(["asked"]).count == 2)
  }

  /// A receipt before the outcome that tells whose it is.
  @Test func `as a lost message before its outcome goes by the other address`() throws {
    let life = try Life(gateways: ["a-sms": .proved(.sms), "mail": .proved(.email)])
    let ann = try life.mentee("ann") {
      $0.addresses.append(.init(channel: .email, text: "ann@example.org"))
    }
    let mail = life.stranger("ann@example.org")
    life.world.providers["a-sms"]?.latency = .seconds(5)
    life.passes(.minutes(60) + .seconds(1))
    ann.receives("checking in")
    let sent = try #require(life.world.delivered.last).message
    life.world.receipt(
      Receipt(providerID: "p-\(sent.id.rawValue)-1", state: .undelivered, error: "30005"),
      gateway: "a-sms")
    life.passes(.seconds(10))
    mail.receives("Are you doing OK")
    #expect(life.events(["unreached"]).isEmpty)
  }

  /// Outcome, receipt and reply, each in the second where its name stands.
  @Test(arguments: ["ort", "otr", "rot", "rto", "tor", "tro"])
  func `as the three that follow a prompt is one answered check-in`(_ order: String) throws {
    let life = try Life(gateways: ["a-sms": .twilioLike()])
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    let outcome = order.firstIndex(of: "o").map { order.distance(from: order.startIndex, to: $0) }
    life.world.providers["a-sms"]?.latency = .seconds(Int64(outcome ?? 0) + 1)
    life.passes(.minutes(60))
    ann.receives("checking in")
    for event in order {
      life.passes(.seconds(1))
      if event == "r" { ann.replies("yes", over: "a-sms") }
      if event == "t" {
        let sent = try #require(life.world.delivered.first { $0.message.to == ann.number }).message
        life.world.receipt(
          Receipt(
            providerID: "p-\(sent.id.rawValue)-1", reference: sent.reference, state: .delivered),
          gateway: "a-sms")
      }
    }
    life.passes(.minutes(1))
    ann.receives("Ann")
    life.passes(.hours(20))
    #expect(life.events(["answered", "missed", "nudge", "unreached", "not-asked"]) == ["answered"])
    life.ends()
  }

  /// A gateway that has no more room is never tried again.
  @Test func `leaves no gateway with an attempt that never ends`() throws {
    let (life, ann) = try asked(["a-sms": .proved(.sms), "b-sms": .proved(.sms)])
    let eve = try life.mentee("eve") { $0.time = "10:00" }
    life.world.providers["a-sms"]?.latency = .seconds(30)
    life.passes(.seconds(10))
    ann.replies("HELP", over: "a-sms")
    ann.receives("checking in")
    ann.receives("")
    try report(life, ann, .undelivered, meaning: .misconfigured)
    ann.receives("")
    life.passes(.minutes(2))
    #expect(life.world.isIdle, "every attempt has its end")
    life.world.providers["b-sms"]?.mood = .answers(.misconfigured)
    life.passes(.hours(1))
    eve.receives("checking in")
    #expect(life.world.delivered.last?.gateway == "a-sms")
  }

  /// Ann's phone was off until an hour before her mentor would hear of her.
  @Test func `as the first receipt a day after asking is no silence yet`() throws {
    let life = try Life(gateways: ["a-sms": .twilioLike()])
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.world.providers["a-sms"]?.receipts = [.sent]
    ann.replies("good morning to you all", over: "a-sms")
    try life.mentee("eve")
    life.world.providers["a-sms"]?.receipts = []
    life.passes(.minutes(61))
    ann.receives("checking in")
    life.world.receipt(Receipt(providerID: "other", state: .sent), gateway: "a-sms")
    let sent = try #require(life.world.delivered.first { $0.message.to == ann.number }).message
    life.passes(.hours(25))
    life.world.receipt(
      Receipt(providerID: "p-\(sent.id.rawValue)-1", reference: sent.reference, state: .delivered),
      gateway: "a-sms")
    life.passes(.hours(2))
    ben.receivesNothing()
    #expect(life.events(["missed"]).isEmpty)
    #expect(life.events(["unreached"]).first == "unreached")
  }
}

@Suite struct `A clock that goes back beside an alert` {
  @Test func `lets no lost notice end the ladder`() throws {
    let life = try Life(gateways: ["a-sms": .proved(.sms)])
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let cat = try life.mentor("cat")
    let ann = try life.mentee("ann", mentors: [ben, cat])
    life.passes(.hours(27) + .minutes(1))
    ben.receives("A1")
    life.world.providers["a-sms"]?.mood = .answers(.tryAgain)
    life.passes(.hours(4) + .seconds(1))
    // What goes to the second is on its way.
    life.world.clockJumps(by: .zero - .hours(6))
    life.world.providers["a-sms"]?.mood = .works
    life.world.providers["a-sms"]?.refuses = [cat.number]
    life.passes(.hours(30))
    while ann.hasUnread { ann.receives("") }
    while ben.hasUnread { ben.receives("") }
    cat.receivesNothing()
    var told: [String] = []
    while cor.hasUnread {
      cor.receives("")
      told.append(cor.last)
    }
    #expect(told.contains { $0.contains("reach out to Ann") })
  }
}
