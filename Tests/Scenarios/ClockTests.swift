import CheckIns
import Conducting
import Control
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A clock that is set` {
  /// Ann is asked at nine, Ben is her mentor; it is one past nine.
  private func asked(_ gateways: [String: GatewayTraits] = ["sms": .proved(.sms)]) throws -> (
    life: Life, ann: Phone, ben: Phone
  ) {
    let life = try Life(gateways: gateways)
    let ben = try life.mentor("ben")
    let ann = try life.mentee("ann", mentors: [ben])
    life.passes(.minutes(61))
    ann.receives("Ann")
    return (life, ann, ben)
  }

  @Test(arguments: [Duration.seconds(40), .minutes(30), .hours(30), .days(400)])
  func `forward takes nobody's time to answer away`(_ step: Duration) throws {
    let (life, ann, ben) = try asked()
    life.world.clockJumps(by: step)
    life.passes(.minutes(2))
    ben.receivesNothing()
    life.passes(.hours(2))
    ben.receivesNothing()
    while ann.hasUnread { ann.receives("Ann") }
    #expect(life.events(["missed", "alert-opened"]).isEmpty)
  }

  @Test func `forward still lets a silence be told, as long after asking as ever`() throws {
    let (life, ann, ben) = try asked()
    life.world.clockJumps(by: .days(2))
    life.passes(.hours(25))
    ben.receivesNothing()
    life.passes(.hours(2))
    ben.receives("Ann", "A1")
    while ann.hasUnread { ann.receives("") }
    life.ends()
  }

  @Test func `forward skips what has become too late, and asks what has not`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.world.clockJumps(by: .hours(5))
    life.passes(.minutes(16))
    ann.receives("Ann")
    ann.replies("yes")
    ann.receives("")
    life.world.clockJumps(by: .hours(34))
    life.passes(.minutes(16))
    #expect(life.events(["skipped"]) == ["skipped"])
    life.ends()
  }

  @Test(arguments: [Duration.seconds(90), .hours(1), .days(3), .days(4000)])
  func `backward repeats nothing and stalls nothing`(_ step: Duration) throws {
    let (life, ann, ben) = try asked()
    life.world.clockJumps(by: .zero - step)
    life.passes(.hours(3) + .minutes(2))
    ann.receives("")
    ann.receivesNothing()
    life.passes(.hours(24))
    while ann.hasUnread { ann.receives("") }
    while ben.hasUnread { ben.receives("Ann") }
    #expect(life.events(["missed"]).first == "missed")
    life.ends()
  }

  @Test func `wrong by a year for an hour loses nothing and doubles nothing`() throws {
    let (life, ann, ben) = try asked()
    ann.replies("yes")
    ann.receives("")
    life.world.clockJumps(by: .days(365))
    life.passes(.hours(1))
    while ann.hasUnread { ann.receives("") }
    ann.replies("yes")
    while ann.hasUnread { ann.receives("") }
    life.world.clockJumps(by: .zero - .days(365))
    // Every day from here on is asked once, at nine.
    for _ in 0..<5 {
      life.passes(.hours(24))
      ann.receives("Ann")
      ann.receivesNothing()
      ann.replies("yes")
      ann.receives("")
    }
    ben.receivesNothing()
    life.ends()
  }

  @Test func `wrong by an hour, and set right, asks the one check-in once`() throws {
    let life = try Life()
    let ann = try life.mentee("ann")
    life.passes(.minutes(10))
    life.world.clockJumps(by: .hours(2))
    life.passes(.minutes(20))
    ann.receives("Ann")
    life.world.clockJumps(by: .zero - .hours(2))
    life.passes(.hours(2))
    ann.receivesNothing()
    ann.replies("yes")
    ann.receives("")
    life.passes(.hours(24))
    ann.receives("Ann")
    life.ends()
  }

  @Test func `while nothing ran is met at the start`() throws {
    let (life, ann, ben) = try asked()
    try life.world.crashes(for: .zero - .hours(5))
    life.passes(.hours(9))
    while ann.hasUnread { ann.receives("") }
    ben.receivesNothing()
    #expect(life.events(["asked"]).count == 1)
    #expect(life.events(["clock-set"]).count == 2)
    life.ends()
  }

  @Test func `is told by kith why, with what happened while it was wrong`() throws {
    let (life, ann, _) = try asked()
    life.world.clockJumps(by: .days(20))
    ann.replies("yes")
    ann.receives("")
    life.world.clockJumps(by: .zero - .days(20))
    let checkIn = try #require(try life.world.house().rows.checkIns.sorted.first)
    let answer = try life.world.ask(.why(.init(subject: "\(checkIn.id)"))).get()
    let told = answer.lines.joined(separator: "\n")
    for words in ["set by 1728000 s", "ann is asked", "ann answered"] {
      #expect(told.contains(words))
    }
    while ann.hasUnread { ann.receives("") }
    life.ends()
  }

  @Test func `keeps a pause as long as it was meant`() throws {
    let (life, ann, ben) = try asked()
    ann.replies("PAUSE 3d")
    ann.receives("")
    life.world.clockJumps(by: .zero - .hours(6))
    life.passes(.days(3))
    ann.receivesNothing()
    life.passes(.days(1))
    #expect(life.events(["resumed"]) == ["resumed"])
    while ann.hasUnread { ann.receives("") }
    ben.receivesNothing()
    life.ends()
  }
}

/// Ann is asked for the second time, on a road that her first reply has proved.
private func asked(_ traits: GatewayTraits) throws -> (life: Life, ann: Phone, ben: Phone) {
  let life = try Life(gateways: ["sms": traits])
  let ben = try life.mentor("ben")
  let ann = try life.mentee("ann", mentors: [ben])
  life.passes(.minutes(61))
  ann.receives("Ann")
  ann.replies("yes")
  ann.receives("")
  life.passes(.hours(24))
  ann.receives("Ann")
  return (life, ann, ben)
}

@Suite struct `A machine that was suspended` {
  private static func listing() -> GatewayTraits {
    var traits = GatewayTraits(channel: .sms)
    traits.listsReplies = true
    return traits
  }

  @Test func `tells nobody of a silence before the provider was asked what arrived`() throws {
    let (life, ann, ben) = try asked(Self.listing())
    life.world.sleeps(for: .hours(30))
    life.passes(.hours(1))
    ben.receivesNothing()
    ann.replies("all well here, sorry")
    try life.world.catchesUp("sms")
    life.passes(.hours(1))
    while ann.hasUnread { ann.receives("") }
    ben.receivesNothing()
    #expect(life.events(["was-down", "caught-up"]) == ["was-down", "caught-up"])
    life.ends()
  }

  @Test func `goes on with the ladder once it was`() throws {
    let (life, ann, ben) = try asked(Self.listing())
    life.world.sleeps(for: .hours(23))
    try life.world.catchesUp("sms")
    life.passes(.hours(4))
    while ann.hasUnread { ann.receives("") }
    ben.receives("Ann")
    life.ends()
  }

  @Test func `blames nobody where replies may be lost for good`() throws {
    let (life, ann, ben) = try asked(GatewayTraits(channel: .sms))
    life.world.sleeps(for: .hours(3))
    life.passes(.hours(26))
    while ann.hasUnread { ann.receives("") }
    ben.receivesNothing()
    #expect(life.events(["missed"]).isEmpty)
    #expect(life.events(["unreached"]) == ["unreached"])
  }

  @Test func `for a moment goes on as if nothing had been`() throws {
    let (life, ann, ben) = try asked(GatewayTraits(channel: .sms))
    life.world.sleeps(for: .seconds(90))
    life.passes(.hours(27))
    while ann.hasUnread { ann.receives("") }
    ben.receives("Ann")
    #expect(life.events(["was-down"]).isEmpty)
    life.ends()
  }
}

/// Nothing leaves, and nothing that comes in is written down, but what the spool keeps.
@Suite struct `A database that takes nothing for long` {
  @Test func `lets nobody count as silent before what was to be fetched is`() throws {
    var traits = GatewayTraits(channel: .sms)
    traits.listsReplies = true
    let (life, ann, ben) = try asked(traits)
    life.world.cannotWrite(for: .hours(30), keptCallbacks: true)
    life.passes(.hours(1))
    ben.receivesNothing()
    ann.replies("all well here, sorry")
    try life.world.catchesUp("sms")
    life.passes(.hours(1))
    while ann.hasUnread { ann.receives("") }
    ben.receivesNothing()
    #expect(life.events(["wrote-nothing", "caught-up"]) == ["wrote-nothing", "caught-up"])
  }

  @Test(arguments: [true, false])
  func `blames nobody where callbacks were lost`(kept: Bool) throws {
    let (life, ann, ben) = try asked(GatewayTraits(channel: .sms))
    life.world.cannotWrite(for: .hours(3), keptCallbacks: kept)
    life.passes(.hours(26))
    while ann.hasUnread { ann.receives("") }
    if kept { ben.receives("Ann") } else { ben.receivesNothing() }
    #expect(life.events(["missed", "unreached"]) == [kept ? "missed" : "unreached"])
  }

  @Test func `for a moment goes on as if nothing had been`() throws {
    let (life, ann, ben) = try asked(GatewayTraits(channel: .sms))
    life.world.cannotWrite(for: .seconds(90), keptCallbacks: false)
    life.passes(.hours(27))
    while ann.hasUnread { ann.receives("") }
    ben.receives("Ann")
    #expect(life.events(["was-down", "wrote-nothing"]).isEmpty)
  }
}
