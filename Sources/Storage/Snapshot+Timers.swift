package import CheckIns
import GRDB
package import Messages
package import Timekeeping

/// A deadline as the timer table holds it; which subject's is told by id and kind.
package struct DueTimer: Hashable, Sendable {
  package var due: Instant
  package var id: Int64
  package var kind: Timer.Kind
  package init(due: Instant, id: Int64, kind: Timer.Kind) {
    self.due = due
    self.id = id
    self.kind = kind
  }
}

/// A message that is not settled, as the ready queues need it.
package struct UnsettledMessage: Hashable, Sendable {
  package var id: MessageID
  package var channel: Channel
  package var lane: Lane
  package var state: Message.State
  package var attempt: Int
  package var notBefore: Instant?
  /// When something must become of it, as `Message.lookAt`.
  package var lookAt: Instant?
  /// Of the last attempt.
  package var gateway: String?
  /// The only one it may leave by.
  package var pinned: String?
  /// Those that will never take it.
  package var refusedBy: [String]
}

private let selectDue = SQL(
  "SELECT due, id, kind FROM timer WHERE due <= $1 ORDER BY due, id LIMIT $2")
/// The wanted pairs come first, so that each is one seek; `(due, id) IN (VALUES …)` would read the
/// whole table (SQLite 3.40).
private let selectReal = ListSQL(
  """
  WITH wanted (due, id) AS ($list)
  SELECT DISTINCT timer.due, timer.id, timer.kind FROM wanted CROSS JOIN timer
  WHERE timer.due = wanted.due AND timer.id = wanted.id ORDER BY timer.due, timer.id
  """, width: 2)
private let selectRange = SQL(
  "SELECT due, id FROM timer WHERE due >= $1 AND due < $2 ORDER BY due, id")
/// By person, as the index of unsettled messages is: by id all messages there ever were would be
/// read.
private let selectUnsettled = SQL(
  """
  SELECT id, channel, lane, state, attempt, not_before, gateway, pinned, created_at, settled_at,
    expires_at, person, check_in, alert, refused_by
  FROM message WHERE state < 5 AND state <> 3 ORDER BY person, id
  """)

private let selectOverdue = SQL("SELECT COUNT(*), MIN(due) FROM timer WHERE due < $1")
private let selectOwner = SQL(
  """
  SELECT person FROM enrolment WHERE id = $1 UNION ALL SELECT person FROM check_in WHERE id = $1
  UNION ALL SELECT person FROM alert WHERE id = $1
  UNION ALL SELECT person FROM message WHERE id = $1
  UNION ALL SELECT id FROM person WHERE id = $1 ORDER BY 1 LIMIT 1
  """)

extension Snapshot {
  /// How many timers were due before then, and the earliest; nil when there is none.
  package func overdue(before limit: Instant) throws(StorageFailure)
    -> (count: Int, earliest: Instant)?
  {
    var query = try query(selectOverdue)
    query.bind(limit)
    guard try query.step() else { return nil }
    let count = query.int()
    return query.optionalInstant().map { (count, $0) }
  }

  /// Whose row has this id, whichever table it is in: ids are never used twice.
  package func owner(ofSubject id: Int64) throws(StorageFailure) -> PersonID? {
    var query = try query(selectOwner)
    query.bind(id)
    return try query.step() ? query.id() : nil
  }

  /// What is due, earliest first, at most `limit`: the truth that the wheel is an index of.
  package func timers(upTo now: Instant, limit: Int) throws(StorageFailure) -> [DueTimer] {
    var query = try query(selectDue)
    query.bind(now)
    query.bind(limit)
    return try read(&query)
  }

  /// Those of a wheel's entries that are real: a stale one has no row and is left out.
  package func subjects(ofTimers entries: [(due: Instant, id: Int64)]) throws(StorageFailure)
    -> [DueTimer]
  {
    let sorted = entries.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
    var found: [DueTimer] = []
    for portion in selectReal.portions(of: sorted) {
      var query = try query(portion.sql)
      for entry in portion.keys {
        query.bind(entry.due)
        query.bind(entry.id)
      }
      found += try read(&query)
    }
    return found
  }

  private func read(_ query: inout Query) throws(StorageFailure) -> [DueTimer] {
    var timers: [DueTimer] = []
    while try query.step() {
      timers.append(
        DueTimer(due: query.instant(), id: query.integer(), kind: try query.code()))
    }
    return timers
  }

  /// Every timer in `from ..< to`, earliest first, for filling the wheel.
  package func eachTimer(
    from: Instant, to: Instant, _ take: (_ due: Instant, _ id: Int64) -> Void
  ) throws(StorageFailure) {
    var query = try query(selectRange)
    query.bind(from)
    query.bind(to)
    while try query.step() { take(query.instant(), query.integer()) }
  }

  /// Every unsettled message by person, for the ready queues at start; one that cannot be read is
  /// left out and noted.
  package func unsettledMessages() throws(StorageFailure) -> [UnsettledMessage] {
    var query = try query(selectUnsettled)
    var found: [UnsettledMessage] = []
    while try query.step() {
      do throws(StorageFailure) {
        found.append(try UnsettledMessage(reading: &query))
      } catch {
        guard error.kind == .unreadable else { throw error }
        note(UnsettledMessage.unreadable(query, reason: error.description))
      }
    }
    return found
  }
}

extension UnsettledMessage {
  static func unreadable(_ query: borrowing Query, reason: String) -> Unreadable {
    var row = Unreadable(
      table: "message", id: query.integer(at: 0),
      person: PersonID(rawValue: query.integer(at: 11)), reason: reason)
    row.checkIn = query.optionalInteger(at: 12).map(CheckInID.init(rawValue:))
    row.alert = query.optionalInteger(at: 13).map(AlertID.init(rawValue:))
    return row
  }

  init(reading query: inout Query) throws(StorageFailure) {
    id = query.id()
    channel = try Channel(reading: &query)
    lane = try query.code()
    state = try query.code()
    attempt = query.int()
    notBefore = query.optionalInstant()
    gateway = query.optionalText()
    pinned = query.optionalText()
    let createdAt = query.instant()
    let settledAt = query.optionalInstant()
    let expiresAt = query.optionalInstant()
    _ = query.integer()
    _ = query.optionalInteger()
    _ = query.optionalInteger()
    refusedBy = GatewayNames.read(query.optionalText())
    lookAt = Message.lookAt(
      state, notBefore: notBefore, expiresAt: expiresAt, doubtSince: settledAt ?? createdAt)
  }
}
