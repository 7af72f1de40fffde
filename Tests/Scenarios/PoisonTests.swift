import CheckIns
import Storage
import Messages
import Simulation
import Testing
import Timekeeping

/// Rows that the database refuses, or that nobody can read.
@Suite struct `A poisoned row` {
  /// Cor coordinates; Ann's row is the second and Bob's the third, and both are asked at nine.
  private func house() throws -> (life: Life, cor: Phone, ann: Phone, bob: Phone) {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    let bob = try life.mentee("bob")
    return (life, cor, ann, bob)
  }

  private static let ann = "(SELECT id FROM person ORDER BY id LIMIT 1 OFFSET 1)"

  /// Refuses a change of Ann's rows in this table.
  private static func refusing(_ change: String, of table: String, when condition: String = "1")
    -> String
  {
    """
    CREATE TRIGGER poison BEFORE \(change) ON \(table)
    WHEN NEW.person = \(ann) AND \(condition)
    BEGIN SELECT RAISE(ABORT, 'poison'); END
    """
  }

  @Test(arguments: [
    refusing("INSERT", of: "check_in"),
    refusing("INSERT", of: "message"),
    refusing("UPDATE", of: "enrolment"),
    refusing("UPDATE", of: "message", when: "NEW.state = 2"),
  ])
  func `leaves everybody else's check-ins alone, and is told to an operator`(damage: String) throws
  {
    let (life, cor, ann, bob) = try house()
    try life.damages(damage)
    life.passes(.minutes(61))
    bob.receives("Bob")
    bob.replies("yes")
    bob.receives("")
    cor.receives("kith status")
    ann.receivesNothing()
    #expect(life.events(["put-aside"]) == ["put-aside"])
    life.passes(.minutes(25))
    #expect(life.events(["put-aside"]).count >= 2, "it is tried again and again")
    try life.damages("DROP TRIGGER poison")
    life.passes(.minutes(25))
    ann.receives("Ann")
    ann.replies("yes")
    ann.receives("")
    life.ends()
  }

  @Test func `that nobody can read is put aside too`() throws {
    let (life, cor, ann, bob) = try house()
    try life.damages("UPDATE person SET standing = standing + 90 WHERE id = \(Self.ann)")
    life.passes(.minutes(61))
    bob.receives("Bob")
    cor.receives("kith status")
    try life.damages("UPDATE person SET standing = standing - 90 WHERE id = \(Self.ann)")
    life.passes(.minutes(25))
    ann.receives("Ann")
    life.ends()
  }

  @Test func `that is due does not stand before somebody else's call for help`() throws {
    let (life, cor, _, bob) = try house()
    try life.damages(Self.refusing("INSERT", of: "check_in"))
    life.passes(.minutes(60))
    bob.receives("Bob")
    cor.receives("kith status")
    life.world.step()
    bob.replies("I want to kill myself")
    bob.receives("988")
    cor.receives("Bob")
    #expect(life.world.failures.isEmpty)
  }

  @Test func `stops neither a changed plan nor a start`() throws {
    let (life, _, ann, bob) = try house()
    try life.damages(Self.refusing("UPDATE", of: "enrolment"))
    let later = Plan(name: "daily", phases: [Phase(schedule: .at("10:00"))])
    let stored = StoredPlan(digest: try PlanDigest.of(later), plan: later)
    life.world.reloads { $0.plans["daily"] = stored }
    try life.damages("DROP TRIGGER poison")
    life.passes(.minutes(61))
    ann.receives("Ann")
    bob.receivesNothing()
    try life.damages(Self.refusing("UPDATE", of: "message"))
    ann.replies("yes")
    try life.world.crashes()
    life.passes(.hours(1))
    bob.receives("Bob")
    #expect(life.world.failures.isEmpty)
  }

  @Test func `among dozens that are due is the only one that waits`() throws {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ann = try life.mentee("ann")
    let others = try (1...40).map { try life.mentee("m\($0)") }
    try life.damages(Self.refusing("INSERT", of: "check_in"))
    life.passes(.minutes(61))
    for other in others { other.receives("") }
    cor.receives("kith status")
    ann.receivesNothing()
    life.ends()
  }
}
