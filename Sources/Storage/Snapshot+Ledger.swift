package import CheckIns
import GRDB
package import Messages
package import Timekeeping

private let columns = "at, event, person, check_in, alert, message, detail"
private let selectByDays = ListSQL(
  """
  SELECT \(columns), seq FROM ledger WHERE day IN ($list) AND person = $1 ORDER BY day, seq
  """, fixed: 1)
private let selectDay = SQL(
  "SELECT \(columns), seq FROM ledger WHERE day = $1 ORDER BY day, person, seq")
private let selectNewest = SQL("SELECT MAX(day) FROM ledger")
private let selectNewestAt = SQL("SELECT MAX(at) FROM ledger WHERE day = $1")
private let selectReceivers = SQL(
  "SELECT DISTINCT person FROM message WHERE alert = $1 ORDER BY person")

extension Snapshot {
  /// What the ledger says about a person in `from ... to`, in the order it happened.
  package func ledger(of person: PersonID?, from: Instant, to: Instant) throws(StorageFailure)
    -> [LedgerEntry]
  {
    try numbered(of: person, from: from, to: to).map(\.entry)
  }

  private typealias Numbered = (seq: Int64, entry: LedgerEntry)

  private func numbered(of person: PersonID?, from: Instant, to: Instant) throws(StorageFailure)
    -> [Numbered]
  {
    let first = Ledger.day(of: from)
    let last = max(first, Ledger.day(of: to))
    var found: [Numbered] = []
    try each(selectByDays, fixed: [person?.rawValue ?? 0], Array(first...last)) {
      query throws(StorageFailure) in
      found.append(Self.entry(&query))
    }
    found.sort { $0.seq < $1.seq }
    return found.filter { from <= $0.entry.at && $0.entry.at <= to }
  }

  /// How far back the story of something goes whose beginning a wrong clock put into the future.
  private static var wrongClockSpan: Duration { .days(30) }

  /// What the ledger says about a check-in, up to `end`, which lies after `now` where a clock ran
  /// ahead.
  package func ledger(of checkIn: CheckIn, now: Instant, to end: Instant? = nil)
    throws(StorageFailure) -> [LedgerEntry]
  {
    let planned = checkIn.plannedAt - .days(2)
    let from = planned > now ? now - Self.wrongClockSpan : planned
    return try ledger(of: checkIn.person, from: from, to: end ?? now)
      .filter { $0.checkIn == checkIn.id }
  }

  /// What the ledger says about an alert, of whom it is about and of everybody who was told.
  package func ledger(of alert: Alert, now: Instant, to end: Instant? = nil)
    throws(StorageFailure) -> [LedgerEntry]
  {
    let from = alert.openedAt > now ? now - Self.wrongClockSpan : alert.openedAt
    var people: [PersonID] = [alert.person]
    var query = try query(selectReceivers)
    query.bind(alert.id)
    while try query.step() { people.append(query.id()) }
    var found: [Numbered] = []
    for person in Set(people).sorted() {
      found += try numbered(of: person, from: from, to: end ?? now)
        .filter { $0.entry.alert == alert.id }
    }
    return found.sorted { $0.seq < $1.seq }.map(\.entry)
  }

  /// The last instant that anything happened, for telling a clock that went back from one that did
  /// not.
  package func newestLedgerInstant() throws(StorageFailure) -> Instant? {
    var newest = try query(selectNewest)
    guard try newest.step(), let day = newest.optionalInteger() else { return nil }
    var query = try query(selectNewestAt)
    query.bind(day)
    return try query.step() ? query.optionalInstant() : nil
  }

  /// All entries of one day (UTC), in the order they were written.
  package func ledger(ofDayOf instant: Instant) throws(StorageFailure) -> [LedgerEntry] {
    var query = try query(selectDay)
    query.bind(Ledger.day(of: instant))
    var found: [(seq: Int64, entry: LedgerEntry)] = []
    while try query.step() { found.append(Self.entry(&query)) }
    return found.sorted { $0.seq < $1.seq }.map(\.entry)
  }

  private static func entry(_ query: inout Query) -> (seq: Int64, entry: LedgerEntry) {
    let at = query.instant()
    let event = query.text()
    let person = query.integer()
    let entry = LedgerEntry(
      at: at, event: event, person: person == 0 ? nil : PersonID(person),
      checkIn: query.optionalID(), alert: query.optionalID(), message: query.optionalID(),
      detail: query.text())
    return (query.integer(), entry)
  }
}
