import CheckIns
import Messages
import Simulation
import Testing
import Timekeeping

/// A turn must cost what it does, not what the house holds: SQLite's plans are the same over ten
/// people and over 100,000, since nobody lets it count (ANALYZE).
@Suite struct `A statement of a turn` {
  @Test func `reads no whole table`() throws {
    let life = try Life()
    let cor = try life.coordinator("cor")
    let ben = try life.mentor("ben", wakeable: true)
    let ann = try life.mentee("ann", mentors: [ben])
    let bob = try life.mentee("bob", mentors: [ben])
    life.passes(.minutes(61))
    bob.replies("STOP")
    bob.replies("START")
    life.passes(.hours(27))
    ben.replies("A1")
    life.passes(.minutes(5))
    ann.replies("I want to kill myself")
    life.passes(.hours(3))
    cor.replies("A1")
    life.passes(.days(2))
    let plans = try life.world.queryPlans()
    #expect(plans.count > 30)
    for (sql, steps) in plans {
      for step in steps where step.hasPrefix("SCAN") && !Self.small.contains(step) {
        #expect(Self.atStart.contains(sql), "\(step): \(sql)")
      }
    }
  }

  /// What may be read to the end: lists of keys that a statement brings, and what is small in the
  /// largest house.
  private static let small: Set<String> = [
    "SCAN wanted", "SCAN CONSTANT ROW", "SCAN 8 CONSTANT ROWS", "SCAN 32 CONSTANT ROWS",
    "SCAN gateway", "SCAN trouble", "SCAN plan", "SCAN person USING INDEX person_staff",
  ]

  /// Asked at a start, when a zone's rules change, or for one row.
  private static let atStart: Set<String> = [
    "SELECT DISTINCT zone FROM person ORDER BY zone",
    "SELECT 1 FROM orphan_receipt ORDER BY id LIMIT 1",
    """
    SELECT id, channel, lane, state, attempt, not_before, gateway, pinned, created_at, settled_at,
      expires_at, person, check_in, alert, refused_by
    FROM message WHERE state < 5 AND state <> 3 ORDER BY person, id
    """,
  ]
}
