import CheckIns
import Conducting
import Messages
import Simulation
import Testing
import Timekeeping

/// Somebody asks for a human again after somebody has said "I will" to the first time.
@Suite struct `A matter that comes again` {
  private func house(_ plan: Plan = .daily) throws -> (life: Life, ann: Phone, ben: Phone) {
    let life = try Life(start: "2026-03-02T16:00:00Z", plan: plan)
    let ben = try life.mentor("ben", wakeable: true)
    return (life, try life.mentee("ann", mentors: [ben]), ben)
  }

  @Test func `is told again, though the first was seen and never closed`() throws {
    let (life, ann, ben) = try house()
    ann.replies("TALK")
    ann.receives("asked somebody")
    ben.receives("Ann", "A1")
    ann.replies("talk")
    ann.receives("asked somebody")
    ben.receivesNothing()
    ben.replies("A1")
    ben.receives("Ann")
    life.passes(.hours(3))
    ann.replies("TALK")
    ann.receives("asked somebody")
    ben.receives("Ann", "A1")
    ben.replies("A1")
    ben.receives("Ann")
    life.ends()
  }

  @Test func `is told again of each answer that asks for it`() throws {
    let (life, ann, ben) = try house(.asking(.scale(from: 0, to: 10), alert: .below(3)))
    life.passes(.hours(22))
    ann.receives("10")
    ann.replies("2")
    ann.receives("Ann")
    ben.receives("Ann", "A1")
    ben.replies("A1")
    ben.receives("Ann")
    life.passes(.hours(24))
    ann.receives("10")
    ann.replies("1")
    ann.receives("Ann")
    ben.receives("how did it go")
    ben.receives("Ann", "A1")
    life.ends()
  }

  @Test func `as a call for help is as honest about nobody having come`() throws {
    let (life, ann, ben) = try house()
    ann.replies("I want to kill myself")
    ann.receives("988")
    ben.receives("Ann")
    life.passes(.minutes(16))
    ann.receives("keep trying")
    ben.receives("Ann")
    ben.replies("A1")
    ann.receives("Ben")
    ben.receives("Ann")
    life.passes(.hours(5))
    ann.replies("I want to kill myself")
    ann.receives("988")
    ben.receives("Ann")
    life.passes(.minutes(16))
    ben.receives("Ann")
    ann.receives("keep trying")
    life.ends()
  }

  /// A notice that its first address refuses goes by the other, each time it is repeated.
  @Test func `as a call for help tries every address each time`() throws {
    let life = try Life(gateways: ["a-sms": .proved(.sms), "mail": .proved(.email)])
    let ben = try life.mentor("ben", wakeable: true)
    try life.mentorHasMail(ben, "ben@example.org")
    let mail = life.stranger("ben@example.org")
    let ann = try life.mentee("ann", mentors: [ben])
    life.world.providers["a-sms"]?.refuses = [ben.number]
    ann.replies("I want to kill myself", over: "a-sms")
    life.passes(.seconds(2))
    ann.receives("988")
    mail.receives("Ann")
    for _ in 1...3 {
      life.passes(.minutes(10))
      mail.receives("Ann")
    }
    ben.receivesNothing()
    #expect(life.world.failures.isEmpty)
  }
}

@Suite struct `Somebody who could not be reached` {
  @Test func `is the coordinators' once a mentor hands that back`() throws {
    let life = try Life(start: "2026-03-02T13:00:00Z", gateways: ["a-sms": .proved(.sms)])
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.world.providers["a-sms"]?.refuses = [ann.number]
    life.passes(.hours(25) + .minutes(5))
    ben.receives("not getting through")
    while cor.hasUnread { cor.receives("") }
    ben.replies("N1", over: "a-sms")
    ben.receives("")
    cor.receives("Our messages to Ann")
    life.passes(.minutes(5))
    life.ends()
  }
}

@Suite struct `The story of a person` {
  @Test func `says that a pause ended by itself, and that a roster took the plan away`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    ann.replies("PAUSE 1d")
    ann.receives("")
    life.passes(.hours(25))
    try life.mentee("ann") {
      $0.addresses = [.init(channel: .sms, text: ann.number)]
      $0.plan = nil
    }
    #expect(life.world.ledger.last { $0.event == "resumed" }?.detail == "the pause is over")
    #expect(life.events(["enrolment-ended"]) == ["enrolment-ended"])
  }
}

extension Life {
  /// The same mentor, with an address for mail after the telephone's.
  func mentorHasMail(_ mentor: Phone, _ address: String) throws {
    var entry = RosterEntry(
      id: mentor.id, name: "Ben", roles: .mentor, zone: "America/New_York")
    entry.addresses = [
      .init(channel: .sms, text: mentor.number), .init(channel: .email, text: address),
    ]
    entry.consentTexts = try LocalDate("2026-01-01")
    entry.mayBeWoken = true
    world.enrol([entry])
  }
}
