import CheckIns
import Messages
import Simulation
import Testing
import Timekeeping

/// A step of the clock in a house that is too large for one turn.
@Suite struct `A clock that is set in a large house` {
  /// Nine people were asked at nine, by a clock that is right; two rows are moved in a turn.
  private func house() throws -> (life: Life, cor: Phone, people: [Phone]) {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben")
    let people = try (1...9).map { try life.mentee("m\($0)", mentors: [ben]) }
    life.passes(.minutes(61))
    for phone in people { phone.receives("") }
    people[3].replies("TALK")
    life.passes(.minutes(1))
    while ben.hasUnread { ben.receives("") }
    while people[3].hasUnread { people[3].receives("") }
    life.world.movedPerTurn = 2
    return (life, cor, people)
  }

  /// What is counted from a moment, of all that was open before.
  private struct Counted: Hashable {
    var asked: [Instant?]
    var steps: [Instant?]
    var alerts: [Instant?]
  }

  private func counted(_ life: Life, until last: CheckInID? = nil) throws -> Counted {
    let rows = try life.world.house().rows
    let old = rows.checkIns.sorted { last == nil || $0.id <= last! }
    return Counted(
      asked: old.map(\.askedAt), steps: old.map { $0.timer?.due },
      alerts: rows.alerts.sorted { $0.reason == .talk }.map(\.base))
  }

  @Test(arguments: [Duration.hours(3), .zero - .hours(3)])
  func `lets a call for help through between`(step: Duration) throws {
    let (life, cor, people) = try house()
    life.world.turnsMost = 1
    life.world.clockJumps(by: step)
    #expect(life.world.isMoving)
    people[8].replies("I want to kill myself")
    #expect(life.world.isMoving, "the call did not wait for the rest")
    people[8].receives("988")
    cor.receives("M9")
    life.world.turnsMost = 10_000
    life.world.step()
    #expect(!life.world.isMoving)
    #expect(life.world.failures.isEmpty)
  }

  @Test(arguments: 0..<9, [Duration.minutes(50), .zero - .minutes(50)])
  func `moves everything once, wherever the process dies`(turns: Int, step: Duration) throws {
    let (life, _, people) = try house()
    let last = try #require(try life.world.house().rows.checkIns.sorted.last?.id)
    let before = try counted(life)
    life.world.turnsMost = 1
    life.world.clockJumps(by: step)
    people[7].replies("yes")
    for _ in 0..<turns { life.world.step() }
    life.world.turnsMost = 10_000
    try life.world.crashes()
    let after = try counted(life, until: last)
    for (index, pair) in zip(before.asked, after.asked).enumerated() where ![3, 7].contains(index) {
      #expect(pair.1 == pair.0.map { $0 + step }, "check-in \(index)")
    }
    for (index, pair) in zip(before.steps, after.steps).enumerated() where ![3, 7].contains(index) {
      #expect(pair.1 == pair.0.map { $0 + step }, "the ladder of check-in \(index)")
    }
    #expect(after.alerts == before.alerts.map { $0.map { $0 + step } })
    #expect(!life.world.isMoving)
    #expect(life.world.failures.isEmpty)
  }
}
