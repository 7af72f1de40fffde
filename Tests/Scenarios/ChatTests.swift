import CheckIns
import Conducting
import Control
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A person of a messenger` {
  private static let chat = Channel.chat("telegram")

  /// Ben is told by text; Ann has one address, in the messenger.
  private func house(
    address: String = "5005550010", change: (inout RosterEntry) -> Void = { _ in }
  ) throws -> (life: Life, ann: Phone, ben: Phone) {
    let life = try Life(gateways: ["sms": .proved(.sms), "bot": .proved(Self.chat)])
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben]) {
      $0.addresses = [.init(channel: Self.chat, text: address)]
      change(&$0)
    }
    return (life, ann, ben)
  }

  @Test func `is asked there, and answers there`() throws {
    let (life, ann, _) = try house()
    life.passes(.minutes(70))
    ann.receives("checking in")
    #expect(life.world.delivered.map(\.gateway) == ["bot"])
    ann.replies("yes", over: "bot")
    ann.receives("")
    life.passes(.days(1) - .hours(2))
    #expect(life.events(["missed"]).isEmpty)
    life.ends()
  }

  @Test func `who goes silent has a mentor who is told by text`() throws {
    let (life, ann, ben) = try house()
    life.passes(.hours(28))
    ann.receives("checking in")
    while ann.hasUnread { ann.receives("") }
    ben.receives("Ann")
    ann.replies("sorry, I am here", over: "bot")
    ben.receives("Ann")
    life.world.perform(.stop(.init(id: "ann")))
    while ann.hasUnread { ann.receives("") }
    life.ends()
  }

  @Test func `is nobody who has the same digits as a telephone number`() throws {
    // The very same text, as no messenger would have it, so that only the kind tells them apart.
    let (life, ann, ben) = try house(address: "+15005551001")
    #expect(ben.number == "+15005551001")
    life.passes(.minutes(70))
    ann.receives("checking in")
    // A stranger's STOP by the messenger, with the digits of Ben's telephone, is not Ben's.
    life.stranger("15005551001", channel: Self.chat).replies("STOP", over: "bot")
    // And Ben's own by text stops no messages to Ann.
    ben.replies("STOP")
    ben.receives("")
    life.passes(.days(1))
    #expect(ann.hasUnread)
    while ann.hasUnread { ann.receives("") }
    #expect(life.events(["stopped"]).count == 1)
    life.ends()
  }

  @Test func `who writes STOP gets no more there, and START brings them back`() throws {
    let (life, ann, ben) = try house()
    life.passes(.minutes(70))
    ann.receives("checking in")
    ann.replies("STOP", over: "bot")
    ann.receives("")
    life.passes(.days(2))
    ann.receivesNothing()
    ann.replies("/start", over: "bot")
    ann.receives("")
    life.passes(.days(1))
    ann.receives("checking in")
    while ben.hasUnread { ben.receives("") }
    while ann.hasUnread { ann.receives("") }
  }

  @Test func `who blocked the bot counts as stopped, until they press Start again`() throws {
    let (life, ann, ben) = try house()
    life.world.providers["bot"]?.mood = .answers(.optedOut)
    life.passes(.minutes(70))
    ann.receivesNothing()
    life.world.providers["bot"]?.mood = .works
    life.passes(.days(1))
    ann.receivesNothing()
    ann.replies("/start", over: "bot")
    ann.receives("")
    life.passes(.days(1))
    ann.receives("checking in")
    while ben.hasUnread { ben.receives("") }
    while ann.hasUnread { ann.receives("") }
  }

  @Test func `is written to by text while the messenger is out of order`() throws {
    let life = try Life(gateways: ["sms": .proved(.sms), "bot": .proved(Self.chat)])
    let ann = try life.mentee("ann") {
      $0.addresses = [
        .init(channel: Self.chat, text: "5005550010"), .init(channel: .sms, text: "+15005550010"),
      ]
    }
    life.world.providers["bot"]?.mood = .answers(.misconfigured)
    life.passes(.minutes(70))
    ann.receivesNothing()
    #expect(life.world.delivered.map(\.message.to) == ["+15005550010"])
  }

  @Test func `keeps their rank when another address is added in front`() throws {
    let (life, ann, _) = try house()
    var entry = RosterEntry(
      id: "ann", name: "Ann", roles: .mentee, zone: "America/New_York")
    entry.plan = "daily"
    entry.consentTexts = try LocalDate("2026-01-01")
    entry.addresses = [
      .init(channel: .chat("matrix"), text: "!r:example.org"),
      .init(channel: Self.chat, text: ann.number),
    ]
    life.world.enrol([entry])
    life.passes(.minutes(70))
    // Nothing carries the first of them.
    ann.receives("checking in")
    life.ends()
  }

  @Test func `who is a stranger to us and calls for help gets the card there`() throws {
    let (life, _, _) = try house()
    let cor = try life.coordinator("cor")
    let stranger = life.stranger("777", channel: Self.chat)
    stranger.replies("I want to die", over: "bot")
    life.passes(.minutes(1))
    stranger.receives("988")
    cor.receives("")
    #expect(life.world.delivered.first { $0.message.to == "777" }?.gateway == "bot")
  }
}
