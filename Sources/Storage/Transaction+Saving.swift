package import CheckIns
import GRDB
import Messages
import Sealing
import Timekeeping

extension Transaction {
  /// Writes every row the slice says was touched, the timers they carry, and the new entries.
  ///
  /// - Throws: `stale` when a row is not there any more, or a delivery is no longer in the state
  /// and
  ///   attempt that were loaded; the turn must then be given up.
  package func save(_ slice: Slice) throws(StorageFailure) {
    var moves = TimerMoves()
    try write(slice.changedPeople, &moves)
    try write(slice.changedContacts)
    try write(slice.changedMentorships)
    try write(slice.changedEnrolments, &moves)
    let checkIns = slice.changedCheckIns
    try write(checkIns, &moves)
    try noteOpened(checkIns)
    try write(slice.changedAlerts, &moves)
    let messages = slice.changedMessages
    try write(messages)
    try writeBodies(messages)
    try writeNames(messages)
    let replies = slice.changedReplies
    try write(replies)
    try writeContents(replies)
    try write(slice.changedGateways)
    try write(slice.changedTroubles)
    try moves.write(database)
    try append(slice.ledger)
  }

  private func write<Element: TimedRow>(_ changes: [Change<Element>], _ moves: inout TimerMoves)
    throws(StorageFailure)
  {
    try write(changes)
    for change in changes { moves.add(change.row, from: change.original?.timer) }
  }

  private func write<Element: StoredRow>(_ changes: [Change<Element>]) throws(StorageFailure) {
    guard !changes.isEmpty else { return }
    try insert(changes)
    try update(changes)
  }

  private func insert<Element: StoredRow>(_ changes: [Change<Element>]) throws(StorageFailure) {
    var query = try query(Element.table.insert)
    let plans = plans
    for change in changes where change.original == nil {
      try change.row.bindFixed(to: &query, plans: plans)
      try change.row.bindChanging(to: &query, plans: plans)
      try query.run()
    }
  }

  private func update<Element: StoredRow>(_ changes: [Change<Element>]) throws(StorageFailure) {
    var query = try query(Element.table.update)
    let plans = plans
    for change in changes {
      guard let original = change.original else { continue }
      try change.row.bindChanging(to: &query, plans: plans)
      change.row.bindKey(to: &query)
      original.bindGuard(to: &query)
      try query.runOnce(
        otherwise: StorageFailure(
          .stale,
          "Row \(change.row.key) of \(Element.table.name) changed since it was decided on."))
    }
  }

  /// Lets an enrolment know its newest two check-ins.
  private func noteOpened(_ changes: [Change<CheckIn>]) throws(StorageFailure) {
    var query = try query(Enrolment.opened)
    for change in changes where change.original == nil {
      query.bind(change.row.id)
      query.bind(change.row.enrolment)
      try query.run()
    }
  }

  // MARK: What is sealed

  private func writeBodies(_ changes: [Change<Message>]) throws(StorageFailure) {
    let changed = changes.filter { $0.row.body != $0.original?.body }.map(\.row)
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

  private func writeContents(_ changes: [Change<Reply>]) throws(StorageFailure) {
    guard !changes.isEmpty else { return }
    try keyring.open(keysOf: changes.compactMap(\.row.person), database)
    var query = try query(Reply.setContent)
    for reply in changes.map(\.row) {
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
    var number = store.memory.lastEntry
    for entry in entries {
      number += 1
      query.bind(Ledger.day(of: entry.at))
      query.bind(entry.person?.rawValue ?? 0)
      query.bind(number)
      query.bind(entry.at)
      query.bind(entry.event)
      query.bind(entry.checkIn)
      query.bind(entry.alert)
      query.bind(entry.message)
      query.bind(entry.detail)
      try query.run()
    }
    store.memory.lastEntry = number
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
