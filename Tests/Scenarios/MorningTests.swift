import CheckIns
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A morning after quiet hours` {
  private static func plan(_ times: [String], _ ladder: [LadderStep]) throws -> Plan {
    Plan(
      name: "daily", phases: [Phase(schedule: try Schedule(at: times))], ladder: ladder)
  }

  private static let late = [LadderStep(after: .hours(40), action: .nudge)]
  private static let nudgeAtNight = [LadderStep(after: .hours(13), action: .nudge)]

  @Test func `brings one prompt where two and a nudge were held`() throws {
    // Nudged thirteen hours after nine, so at ten at night; prompts at six and at seven.
    let life = try Life(plan: try Self.plan(["06:00", "07:00", "09:00"], Self.nudgeAtNight))
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.receives("Ann")
    try life.passes(until: "2026-03-03T13:00:00Z")
    ann.receivesNothing()
    try life.passes(until: "2026-03-03T13:16:00Z")
    ann.receives("Ann")
    ann.receivesNothing()
    #expect(life.events(["cancelled"]) == ["cancelled"])
    #expect(life.events(["skipped"]) == ["skipped"])
    life.ends()
  }

  @Test func `still brings the nudge where the next prompt is far`() throws {
    let life = try Life(plan: try Self.plan(["09:00"], Self.nudgeAtNight))
    let ann = try life.mentee("ann")
    life.passes(.minutes(61))
    ann.receives("Ann")
    try life.passes(until: "2026-03-03T13:16:00Z")
    ann.receives("")
    life.passes(.minutes(43))
    ann.receivesNothing()
    life.passes(.minutes(5))
    ann.receives("Ann")
    life.ends()
  }

  @Test func `brings a call for a human first, and silences one after the other`() throws {
    let life = try Life(
      plan: try Self.plan(
        ["09:00"],
        [LadderStep(after: .hours(13), action: .alert(.init(.mentors(rank: 1))))]))
    let ben = try life.mentor("ben")
    let mentees = try ["ann", "dan", "eve", "fay"].map { try life.mentee($0, mentors: [ben]) }
    life.passes(.minutes(61))
    for mentee in mentees { mentee.receives("") }
    try life.passes(until: "2026-03-03T04:00:00Z")
    mentees[3].replies("CALL")
    mentees[3].receives("")
    ben.receivesNothing()
    try life.passes(until: "2026-03-03T13:00:00Z")
    life.passes(.seconds(1))
    ben.receives("Fay")
    ben.receivesNothing()
    for name in ["Ann", "Dan", "Eve"] {
      life.passes(.minutes(10))
      ben.receives(name)
      ben.receivesNothing()
    }
    for mentee in mentees { while mentee.hasUnread { mentee.receives("") } }
    life.ends()
  }

  @Test func `does not bring a prompt whose day is over`() throws {
    let life = try Life(plan: try Self.plan(["20:30", "22:00"], Self.late))
    let ann = try life.mentee("ann")
    life.world.providers["sms"]?.mood = .answers(.tryAgain)
    try life.passes(until: "2026-03-03T02:30:00Z")
    life.world.providers["sms"]?.mood = .works
    try life.passes(until: "2026-03-03T14:00:00Z")
    ann.receivesNothing()
    life.ends()
  }

  @Test func `begins when the receiver's own clock says so, through a clock change`() throws {
    // Clocks go forward at two: eight o'clock comes an hour earlier by the sun.
    let life = try Life(
      start: "2026-03-07T14:00:00Z", plan: try Self.plan(["23:30"], Self.late))
    let ann = try life.mentee("ann")
    try life.passes(until: "2026-03-08T11:59:59Z")
    ann.receivesNothing()
    try life.passes(until: "2026-03-08T12:16:00Z")
    ann.receives("Ann")
    life.ends()
  }
}
