import CheckIns
import Conducting
import Control
import Messages
import Simulation
import Testing
import Timekeeping

/// One gateway will never take this message: another of the channel may, then another address.
@Suite struct `A refused message` {
  private func house(_ gateways: [String: GatewayTraits]) throws -> (
    life: Life, ann: Phone, mail: Phone
  ) {
    let life = try Life(gateways: gateways)
    let ann = try life.mentee("ann") {
      $0.addresses.append(.init(channel: .email, text: "ann@example.org"))
    }
    let mail = life.stranger("ann@example.org")
    return (life, ann, mail)
  }

  private let three: [String: GatewayTraits] = [
    "a-sms": .proved(.sms), "b-sms": .proved(.sms), "mail": .proved(.email),
  ]

  @Test func `goes by the next gateway of its channel`() throws {
    let (life, ann, mail) = try house(three)
    life.world.providers["a-sms"]?.refuses = [ann.number]
    life.passes(.minutes(61))
    ann.receives("checking in")
    mail.receivesNothing()
    #expect(life.events(["asked", "unreached"]) == ["asked"])
    #expect(life.world.delivered.map(\.gateway) == ["b-sms"])
    ann.replies("yes", over: "b-sms")
    life.passes(.seconds(1))
    ann.receives("Ann")
    life.passes(.hours(20))
    life.ends()
  }

  @Test func `goes by the next address once all of the channel refuse, and ends there`() throws {
    let (life, ann, mail) = try house(three)
    life.world.providers["a-sms"]?.refuses = [ann.number]
    life.world.providers["b-sms"]?.refuses = [ann.number]
    life.passes(.minutes(61))
    ann.receivesNothing()
    mail.receives("Are you doing OK")
    #expect(life.events(["refused"]).count == 2)
  }

  @Test func `that everybody refuses goes round no circle`() throws {
    let (life, ann, _) = try house(three)
    life.world.providers["a-sms"]?.refuses = [ann.number]
    life.world.providers["b-sms"]?.refuses = [ann.number]
    life.world.providers["mail"]?.refuses = ["ann@example.org"]
    life.passes(.hours(20))
    #expect(life.events(["refused"]).count == 3)
    #expect(life.events(["unreached"]) == ["unreached"])
  }

  @Test func `waits for no gateway that is out of order while another address works`() throws {
    let (life, ann, mail) = try house(three)
    let ben = try life.mentor("ben", wakeable: true)
    try life.mentorHasMail(ben, "ben@example.org")
    let other = life.stranger("ben@example.org")
    let eve = try life.mentee("eve", mentors: [ben])
    life.world.providers["a-sms"]?.refuses = [ben.number]
    life.world.providers["b-sms"]?.mood = .answers(.tryAgain)
    eve.replies("TALK", over: "a-sms")
    life.passes(.minutes(3))
    other.receives("Eve")
    ann.receivesNothing()
    mail.receivesNothing()
  }

  @Test func `is known by its receipt as well`() throws {
    let (life, ann, mail) = try house(three)
    life.passes(.minutes(61))
    ann.receives("checking in")
    let sent = try #require(life.world.delivered.last).message
    life.world.receipt(
      Receipt(
        providerID: "p-\(sent.id.rawValue)-1", reference: sent.reference, state: .undelivered,
        meaning: .refused, error: "30007"), gateway: "a-sms")
    ann.receives("checking in")
    mail.receivesNothing()
    #expect(life.world.delivered.last?.gateway == "b-sms")
  }

  @Test func `of words that wait for nobody's answer goes by the next address, too`() throws {
    let (life, ann, mail) = try house(["a-sms": .proved(.sms), "mail": .proved(.email)])
    life.world.providers["a-sms"]?.refuses = [ann.number]
    life.world.perform(.say(.init(id: "ann", text: "The group meets at six today.")))
    life.passes(.minutes(5))
    mail.receives("The group meets at six")
    life.passes(.minutes(5))
    #expect(life.world.failures.isEmpty)
  }

  @Test func `of a human's words keeps them, by whatever gateway they go in the end`() throws {
    let (life, ann, _) = try house(three)
    life.world.providers["a-sms"]?.mood = .answers(.misconfigured)
    life.world.perform(.say(.init(id: "ann", text: "The group meets at six today.")))
    life.passes(.minutes(5))
    ann.receives("The group meets at six")
  }

  @Test func `keeps what it was refused by over a restart`() throws {
    let (life, ann, _) = try house(three)
    life.world.providers["a-sms"]?.refuses = [ann.number]
    life.world.providers["b-sms"]?.mood = .answers(.slowDown)
    life.passes(.minutes(60) + .seconds(1))
    #expect(life.events(["refused", "slow_down"]) == ["refused", "slow_down"])
    try life.world.crashes()
    life.world.providers["b-sms"]?.mood = .works
    life.passes(.minutes(2))
    ann.receives("checking in")
    #expect(life.events(["refused"]).count == 1)
  }
}

@Suite struct `An address that turned out bad` {
  /// While a prompt waits, a receipt for the message before says that nobody is there.
  private func becomesBad(_ ann: Phone, _ life: Life) throws {
    let sent = try #require(life.world.delivered.last { $0.message.to == ann.number }).message
    life.world.providers["a-sms"]?.mood = .answers(.tryAgain)
    life.passes(.minutes(60) + .seconds(20))
    life.world.receipt(
      Receipt(
        providerID: "p-\(sent.id.rawValue)-1", reference: sent.reference, state: .undelivered,
        meaning: .badAddress), gateway: "a-sms")
    life.world.providers["a-sms"]?.mood = .works
    life.passes(.minutes(20))
  }

  @Test func `lets what waits for it go by the next one`() throws {
    let life = try Life(gateways: ["a-sms": .proved(.sms), "mail": .proved(.email)])
    let ann = try life.mentee("ann") {
      $0.addresses.append(.init(channel: .email, text: "ann@example.org"))
    }
    let mail = life.stranger("ann@example.org")
    ann.replies("HELP", over: "a-sms")
    while ann.hasUnread { ann.receives("") }
    try becomesBad(ann, life)
    mail.receives("Are you doing OK")
    ann.receivesNothing()
    #expect(life.events(["skipped"]).isEmpty)
  }

  @Test func `is told to the operators where there is no other`() throws {
    let life = try Life(gateways: ["a-sms": .proved(.sms)])
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    ann.replies("START", over: "a-sms")
    while ann.hasUnread { ann.receives("") }
    try becomesBad(ann, life)
    #expect(life.events(["skipped", "unreached"]) == ["unreached"])
    cor.receives("address cannot be reached")
  }
}

@Suite struct `A prompt held in doubt` {
  @Test func `is not asked again at another address`() throws {
    let life = try Life(gateways: ["a-sms": .proved(.sms), "mail": .proved(.email)])
    try life.mentee("ann") {
      $0.addresses.append(.init(channel: .email, text: "ann@example.org"))
    }
    let mail = life.stranger("ann@example.org")
    life.world.providers["a-sms"]?.mood = .losesAnswers
    life.passes(.hours(2))
    mail.receivesNothing()
    #expect(life.events(["asked", "unreached"]) == ["unreached"])
  }
}

@Suite struct `A broken road` {
  @Test func `is told to the operators by another channel`() throws {
    let life = try Life(gateways: ["a-sms": .twilioLike(), "mail": .proved(.email)])
    life.world.providers["a-sms"]?.receipts = [.sent, .delivered]
    var entry = RosterEntry(
      id: "opal", name: "Opal", roles: [.coordinator, .operator_], zone: "America/New_York")
    entry.addresses = [
      .init(channel: .sms, text: "+15005557001"), .init(channel: .email, text: "opal@example.org"),
    ]
    entry.consentTexts = try LocalDate("2026-01-01")
    life.world.enrol([entry])
    let text = life.stranger("+15005557001")
    let mail = life.stranger("opal@example.org")
    try life.mentee("ann")
    life.passes(.hours(28))
    mail.receives("no reply ever came back")
    text.receivesNothing()
  }
}

@Suite struct `A confirmation of a stop` {
  @Test func `goes to no address but the one that was stopped`() throws {
    let life = try Life(gateways: ["a-sms": .proved(.sms), "mail": .proved(.email)])
    let ann = try life.mentee("ann") {
      $0.addresses.append(.init(channel: .email, text: "ann@example.org"))
    }
    let mail = life.stranger("ann@example.org")
    life.world.providers["a-sms"]?.mood = .answers(.tryAgain)
    ann.replies("STOP", over: "a-sms")
    life.passes(.minutes(20))
    mail.receivesNothing()
    life.world.providers["a-sms"]?.mood = .works
    life.passes(.minutes(35))
    ann.receives("no more messages here")
  }
}
