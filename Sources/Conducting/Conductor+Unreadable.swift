import CheckIns
import Messages
import Sealing
import Storage
import Timekeeping

/// Rows that cannot be read are left out of what is loaded; whoever they are about must hear of it.
extension Conductor {
  /// How long until a row that still cannot be read is told of again.
  static let unreadableAgain = Duration.hours(24)

  /// Tells of what was left out, a row a transaction, and lets go on what hung on a message. The
  /// turn itself is committed already: what cannot be told now is told with the next.
  func tellOfUnreadable(_ result: inout TurnResult, now: Instant, seed: UInt64) {
    let rows = unreadable
    unreadable = []
    var seed = seed
    for row in rows {
      let name = "\(row.table) \(row.id) \(row.person?.rawValue ?? 0)"
      guard (toldUnreadable[name] ?? .distantPast) <= now else { continue }
      toldUnreadable[name] = now + Self.unreadableAgain
      result.putAside.append(row.failure.description)
      seed = SeededRandom.seed(after: seed)
      do throws(StorageFailure) {
        result.ledger += try tell(of: row, now: now, seed: seed)
        result.moreWork = true
      } catch {
        guard !error.isOfFewRows else { continue }
        toldUnreadable[name] = nil
        unreadable.append(row)
      }
    }
  }

  private func tell(of row: Unreadable, now: Instant, seed: UInt64) throws(StorageFailure)
    -> [LedgerEntry]
  {
    var random = SeededRandom(seed: seed)
    let decisions = try store.turn(nonces: Nonces(from: &random)) {
      transaction throws(StorageFailure) in
      var loader = Loader(transaction)
      try loader.base()
      if row.table == "message" { try load(around: row, &loader) }
      var decisions = try self.decisions(over: loader, now: now, seed: seed)
      decisions.unreadable(row.table, row.id, of: row.person)
      if row.table == "message" {
        decisions.goOn(without: MessageID(rawValue: row.id), checkIn: row.checkIn, alert: row.alert)
      }
      try self.save(decisions, in: transaction)
      return decisions
    }
    follow(decisions.slice, now: now)
    return decisions.slice.ledger
  }

  private func load(around row: Unreadable, _ loader: inout Loader) throws(StorageFailure) {
    try loader.checkIns([row.checkIn].compactMap(\.self))
    try loader.alerts([row.alert].compactMap(\.self))
    let people = [
      row.person, row.checkIn.flatMap { loader.slice.checkIns[$0]?.person },
      row.alert.flatMap { loader.slice.alerts[$0]?.person },
    ]
    try loader.around(unique(people.compactMap(\.self)))
  }
}
