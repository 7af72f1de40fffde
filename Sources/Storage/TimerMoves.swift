import CheckIns
import GRDB
import Timekeeping

/// The changes of a turn to the timer table, written in its own order so that neighbours meet.
struct TimerMoves {
  private struct Entry {
    var due: Int64
    var id: Int64
    var kind: Int64
    var shard: Int64
  }

  private var gone: [Entry] = []
  private var new: [Entry] = []

  private static let delete = SQL("DELETE FROM timer WHERE due = $1 AND id = $2")
  private static let insert = RowsSQL(
    "INSERT INTO timer (due, id, kind, shard) VALUES $rows", width: 4)

  /// Notes what follows for the timer table from a row's timer before and now.
  mutating func add<Element: TimedRow>(_ row: Element, from before: Timer?) {
    precondition(
      row.timer.map { $0.kind == Element.timerKind } ?? true, "a row's own kind of timer")
    guard row.timer?.due != before?.due else { return }
    let kind = Int64(Element.timerKind.rawValue)
    func entry(_ timer: Timer) -> Entry {
      Entry(due: timer.due.milliseconds, id: row.subject, kind: kind, shard: row.shard)
    }
    if let before { gone.append(entry(before)) }
    if let timer = row.timer { new.append(entry(timer)) }
  }

  func write(_ database: Database) throws(StorageFailure) {
    try writeGone(database)
    try writeNew(database)
  }

  private func writeGone(_ database: Database) throws(StorageFailure) {
    guard !gone.isEmpty else { return }
    var query = try Query(Self.delete, on: database)
    for entry in Self.sorted(gone) {
      query.bind(entry.due)
      query.bind(entry.id)
      try query.run()
    }
  }

  private func writeNew(_ database: Database) throws(StorageFailure) {
    let sorted = Self.sorted(new)
    try Self.insert.run(sorted.count, on: database) { index, query in
      query.bind(sorted[index].due)
      query.bind(sorted[index].id)
      query.bind(sorted[index].kind)
      query.bind(sorted[index].shard)
    }
  }

  private static func sorted(_ entries: [Entry]) -> [Entry] {
    entries.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
  }
}
