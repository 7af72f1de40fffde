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
    try write(readable(slice.changedPeople), &moves)
    try write(slice.changedContacts)
    try write(slice.changedMentorships)
    let checkIns = slice.changedCheckIns
    try write(slice.changedEnrolments, opening: checkIns, &moves)
    try write(checkIns, &moves)
    try write(slice.changedAlerts, &moves)
    try writeNotes(slice.changedAlerts)
    let messages = slice.changedMessages
    let worded = messages.indices.filter { messages[$0].row.body != messages[$0].original?.body }
    try open(keysOf: worded.map { messages[$0].row.person })
    try write(messages)
    try writeBodies(messages, worded)
    try writeNames(messages)
    let replies = slice.changedReplies
    try open(keysOf: replies.compactMap(\.row.person))
    try write(replies)
    try writeContents(replies)
    try write(slice.changedGateways)
    try write(slice.changedTroubles)
    if let moving = store.memory.moving { try noteEarly(slice.movedEarly(by: moving)) }
    try moves.write(database)
    try append(slice.ledger)
  }

  /// Nobody changes what they cannot read.
  private func readable(_ changes: [Change<Person>]) -> [Change<Person>] {
    unreadable.isEmpty ? changes : changes.filter(\.row.isReadable)
  }

  private func write<Element: TimedRow>(_ changes: [Change<Element>], _ moves: inout TimerMoves)
    throws(StorageFailure)
  {
    try write(changes)
    for index in changes.indices {
      moves.add(changes[index].row, from: changes[index].original?.timer)
    }
  }

  private func write<Element: StoredRow>(_ changes: [Change<Element>]) throws(StorageFailure) {
    guard !changes.isEmpty else { return }
    try insert(changes)
    try update(changes)
  }

  private func insert<Element: StoredRow>(_ changes: [Change<Element>]) throws(StorageFailure) {
    let plans = plans
    // By index: an element taken out would be copied with all it holds, twice for a change.
    let new = changes.indices.filter { changes[$0].isNew }
    try Element.table.insert.run(new.count, on: database) { index, query throws(StorageFailure) in
      let place = new[index]
      try changes[place].row.bindFixed(to: &query, plans: plans)
      try changes[place].row.bindChanging(to: &query, plans: plans)
      try changes[place].row.bindSealed(to: &query, by: self)
    }
  }

  private func update<Element: StoredRow>(_ changes: [Change<Element>]) throws(StorageFailure) {
    var query = try query(Element.table.update)
    let plans = plans
    for index in changes.indices where !changes[index].isNew {
      try changes[index].row.bindChanging(to: &query, plans: plans)
      changes[index].row.bindKey(to: &query)
      changes[index].original?.bindGuard(to: &query)
      try query.runOnce(otherwise: Self.stale(changes[index].row))
    }
  }

  /// Enrolments, each of which knows its newest two check-ins: those that opened one are mostly
  /// changed too, and then written once.
  private func write(
    _ changes: [Change<Enrolment>], opening checkIns: [Change<CheckIn>], _ moves: inout TimerMoves
  ) throws(StorageFailure) {
    var opened: [EnrolmentID: [CheckInID]] = [:]
    for index in checkIns.indices where checkIns[index].isNew {
      opened[checkIns[index].row.enrolment, default: []].append(checkIns[index].row.id)
    }
    var others: [Change<Enrolment>] = []
    var query = try query(Enrolment.updateOpened)
    for change in changes {
      guard !change.isNew, let found = opened[change.row.id], found.count == 1 else {
        others.append(change)
        continue
      }
      opened[change.row.id] = nil
      change.row.bindChanging(to: &query, plans: plans)
      query.bind(found[0])
      change.row.bindKey(to: &query)
      try query.runOnce(otherwise: Self.stale(change.row))
    }
    try write(others)
    for change in changes { moves.add(change.row, from: change.original?.timer) }
    // By the order in which they were opened, not by hash.
    guard !opened.isEmpty else { return }
    try noteOpened(
      checkIns.filter { $0.isNew && opened[$0.row.enrolment] != nil }.map(\.row))
  }

  private func noteOpened(_ checkIns: [CheckIn]) throws(StorageFailure) {
    var query = try query(Enrolment.opened)
    for checkIn in checkIns {
      query.bind(checkIn.id)
      query.bind(checkIn.enrolment)
      try query.run()
    }
  }

  private static func stale<Element: StoredRow>(_ row: Element) -> StorageFailure {
    StorageFailure(
      .stale, "Row \(row.key) of \(Element.table.name) changed since it was decided on.")
  }

  // MARK: What is sealed

  /// Those of messages that were there before; with a new one its body is written at once.
  private func writeBodies(_ changes: [Change<Message>], _ worded: [Int]) throws(StorageFailure) {
    let changed = worded.filter { !changes[$0].isNew }
    guard !changed.isEmpty else { return }
    var query = try query(Message.setBody)
    for index in changed {
      try changes[index].row.bindSealed(to: &query, by: self)
      query.bind(changes[index].row.id)
      try query.run()
    }
  }

  private func writeNotes(_ changes: [Change<Alert>]) throws(StorageFailure) {
    let noted = changes.map(\.row).filter { $0.note != nil }
    guard !noted.isEmpty else { return }
    try open(keysOf: noted.map(\.person))
    var query = try query(Alert.setNote)
    for alert in noted {
      query.bind(try seal(Array((alert.note ?? "").utf8), alert.context, of: alert.person))
      query.bind(alert.id)
      try query.run()
    }
  }

  private func writeContents(_ changes: [Change<Reply>]) throws(StorageFailure) {
    let changed = changes.filter { !$0.isNew }
    guard !changed.isEmpty else { return }
    var query = try query(Reply.setContent)
    for reply in changed.map(\.row) {
      try reply.bindSealed(to: &query, by: self)
      query.bind(reply.id)
      try query.run()
    }
  }

  // MARK: The ledger

  private static let insertEntries = RowsSQL(
    """
    INSERT INTO ledger (day, person, seq, at, event, check_in, alert, message, detail) VALUES $rows
    """, width: 9)

  private func append(_ entries: [LedgerEntry]) throws(StorageFailure) {
    let last = store.memory.lastEntry
    try Self.insertEntries.run(entries.count, on: database) { index, query in
      Self.bind(entries[index], last + Int64(index) + 1, to: &query)
    }
    store.memory.lastEntry = last + Int64(entries.count)
  }

  private static func bind(_ entry: LedgerEntry, _ number: Int64, to query: inout Query) {
    query.bind(Ledger.day(of: entry.at))
    query.bind(entry.person?.rawValue ?? 0)
    query.bind(number)
    query.bind(entry.at)
    query.bind(entry.event)
    query.bind(entry.checkIn)
    query.bind(entry.alert)
    query.bind(entry.message)
    query.bind(entry.detail)
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
