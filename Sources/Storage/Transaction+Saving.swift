package import CheckIns
import GRDB
import Messages
import Sealing
import Timekeeping

extension Transaction {
  /// Writes every row the slice says was touched, the timers they carry, and the new entries.
  ///
  /// - Throws: `stale` when a row is not there any more, or a delivery is no longer in the state and
  ///   attempt that were loaded; the turn must then be given up.
  package func save(_ slice: Slice) throws(StorageFailure) {
    var moves = TimerMoves()
    try write(slice.people, &moves)
    try write(slice.contacts)
    try write(slice.mentorships)
    try write(slice.enrolments, &moves)
    try write(slice.checkIns, &moves)
    try noteOpened(slice.checkIns)
    try write(slice.alerts, &moves)
    try write(slice.messages)
    try writeBodies(slice.messages)
    try writeNames(slice.messages)
    try write(slice.replies)
    try writeContents(slice.replies)
    try write(slice.gateways)
    try moves.write(database)
    try append(slice.ledger)
  }

  private func write<Element: TimedRow>(_ rows: Rows<Element>, _ moves: inout TimerMoves)
    throws(StorageFailure)
  {
    try write(rows)
    for key in rows.touched {
      guard let row = rows[key], let original = rows.originals[key] else { continue }
      moves.add(row, from: original?.timer)
    }
  }

  private func write<Element: StoredRow>(_ rows: Rows<Element>) throws(StorageFailure) {
    guard !rows.touched.isEmpty else { return }
    try insert(rows)
    try update(rows)
  }

  private func insert<Element: StoredRow>(_ rows: Rows<Element>) throws(StorageFailure) {
    var query = try query(Element.table.insert)
    let plans = self.plans
    for key in rows.touched {
      guard case .some(.none) = rows.originals[key], let row = rows[key] else { continue }
      try row.bindFixed(to: &query, plans: plans)
      try row.bindChanging(to: &query, plans: plans)
      try query.run()
    }
  }

  private func update<Element: StoredRow>(_ rows: Rows<Element>) throws(StorageFailure) {
    var query = try query(Element.table.update)
    let plans = self.plans
    for key in rows.touched {
      guard case .some(.some(let original)) = rows.originals[key], let row = rows[key] else {
        continue
      }
      try row.bindChanging(to: &query, plans: plans)
      row.bindKey(to: &query)
      if let message = original as? Message {
        query.bind(message.state.rawValue)
        query.bind(message.attempt)
      }
      try query.runOnce(
        otherwise: StorageFailure(
          .stale, "Row \(key) of \(Element.table.name) changed since it was decided on."))
    }
  }

  /// Lets an enrolment know its newest two check-ins.
  private func noteOpened(_ rows: Rows<CheckIn>) throws(StorageFailure) {
    var query = try query(Enrolment.opened)
    for key in rows.touched {
      guard case .some(.none) = rows.originals[key], let row = rows[key] else { continue }
      query.bind(row.id)
      query.bind(row.enrolment)
      try query.run()
    }
  }

  // MARK: What is sealed

  private func writeBodies(_ rows: Rows<Message>) throws(StorageFailure) {
    let changed = rows.touched.compactMap { rows[$0] }.filter {
      $0.body != (rows.originals[$0.id] ?? nil)?.body
    }
    guard !changed.isEmpty else { return }
    try keyring.open(keysOf: changed.map(\.person), database)
    var query = try query(Message.setBody)
    for message in changed {
      if let body = message.body {
        query.bind(try seal(Array(body.utf8), message.context, of: message.person))
      } else {
        query.bindNull()
      }
      query.bind(message.id)
      try query.run()
    }
  }

  private func writeContents(_ rows: Rows<Reply>) throws(StorageFailure) {
    let changed = rows.touched.compactMap { rows[$0] }
    guard !changed.isEmpty else { return }
    try keyring.open(keysOf: changed.compactMap(\.person), database)
    var query = try query(Reply.setContent)
    for reply in changed {
      query.bind(try seal(reply.content, reply.context, of: reply.person))
      query.bind(reply.id)
      try query.run()
    }
  }

  // MARK: The ledger

  private static let insertEntry = SQL(
    """
    INSERT INTO ledger (day, person, seq, at, event, check_in, alert, message, detail)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    """)

  private func append(_ entries: [LedgerEntry]) throws(StorageFailure) {
    var query = try query(Self.insertEntry)
    for entry in entries {
      store.memory.lastEntry += 1
      query.bind(Ledger.day(of: entry.at))
      query.bind(entry.person?.rawValue ?? 0)
      query.bind(store.memory.lastEntry)
      query.bind(entry.at)
      query.bind(entry.event)
      query.bind(entry.checkIn)
      query.bind(entry.alert)
      query.bind(entry.message)
      query.bind(entry.detail)
      try query.run()
    }
  }
}

/// How the ledger is laid out.
enum Ledger {
  /// Days since 1970 in UTC; entries of one day lie together.
  static func day(of instant: Instant) -> Int64 {
    let day: Int64 = 86_400_000
    return instant.milliseconds >= 0
      ? instant.milliseconds / day : (instant.milliseconds - day + 1) / day
  }
}
