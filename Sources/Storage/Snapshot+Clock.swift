package import CheckIns
import GRDB
package import Messages
package import Timekeeping

private let selectOpenCheckIns = SQL(
  "SELECT id FROM check_in WHERE (state < 3 OR state = 5) ORDER BY person, id")
private let selectPaused = SQL(
  "SELECT id FROM person WHERE due IS NOT NULL OR paused_until IS NOT NULL ORDER BY id")
private let selectLive = SQL("SELECT id FROM enrolment WHERE ended = 0 ORDER BY id")
private let selectSkippedAhead = SQL(
  """
  SELECT id FROM check_in
  WHERE date >= $1 AND state = 6 AND prompt IS NULL AND planned_at > $2 AND settled_at > $2
  ORDER BY id
  """)
private let selectZones = SQL("SELECT DISTINCT zone FROM person ORDER BY zone")
private let selectInZone = SQL(
  """
  SELECT enrolment.id FROM person JOIN enrolment ON enrolment.person = person.id
  WHERE person.zone = $1 AND enrolment.ended = 0 AND enrolment.next_at > $2 ORDER BY enrolment.id
  """)
private let selectIdentities = ListSQL(
  """
  WITH wanted (d, e, s) AS ($list)
  SELECT \(CheckIn.table.columns) FROM wanted CROSS JOIN check_in
  WHERE date = wanted.d AND enrolment = wanted.e AND slot = wanted.s ORDER BY id
  """, width: 3)

/// Who is concerned when the clock was set, or a zone's rules are new. These read whole tables, and
/// are asked on such occasions only.
extension Snapshot {
  package func openCheckIns() throws(StorageFailure) -> [CheckInID] { try ids(selectOpenCheckIns) }

  /// People with a pause, or another deadline of their own.
  package func pausedPeople() throws(StorageFailure) -> [PersonID] { try ids(selectPaused) }

  /// Enrolments that have not ended.
  package func liveEnrolments() throws(StorageFailure) -> [EnrolmentID] { try ids(selectLive) }

  /// Check-ins that were skipped in what is now the future, and whose time is still to come.
  package func checkInsSkippedAhead(of now: Instant) throws(StorageFailure) -> [CheckInID] {
    var query = try query(selectSkippedAhead)
    // A day earlier than in UTC it may still be somewhere.
    query.bind(Zone.utc.date(of: now) - 1)
    query.bind(now)
    return try ids(&query)
  }

  /// The names of the zones that people live in.
  package func zones() throws(StorageFailure) -> [String] {
    var query = try query(selectZones)
    var found: [String] = []
    while try query.step() { found.append(query.text()) }
    return found
  }

  /// Live enrolments of people in a zone whose next occurrence is not due yet.
  package func enrolments(inZone zone: String, plannedAfter now: Instant) throws(StorageFailure)
    -> [EnrolmentID]
  {
    var query = try query(selectInZone)
    query.bind(zone)
    query.bind(now)
    return try ids(&query)
  }

  /// Check-ins by identity; those that do not exist are left out.
  package func load(
    checkInsOf identities: [(enrolment: EnrolmentID, date: LocalDate, slot: Int)],
    into slice: inout Slice
  ) throws(StorageFailure) {
    for portion in selectIdentities.portions(of: identities) {
      var query = try query(portion.sql)
      for identity in portion.keys {
        query.bind(identity.date)
        query.bind(identity.enrolment)
        query.bind(identity.slot)
      }
      while try query.step() {
        if let checkIn: CheckIn = try self.row(&query) { slice.load(checkIn) }
      }
    }
  }

  private func ids<Kind>(_ sql: SQL) throws(StorageFailure) -> [ID<Kind>] {
    var query = try query(sql)
    return try ids(&query)
  }

  private func ids<Kind>(_ query: inout Query) throws(StorageFailure) -> [ID<Kind>] {
    var found: [ID<Kind>] = []
    while try query.step() { found.append(query.id()) }
    return found
  }
}
