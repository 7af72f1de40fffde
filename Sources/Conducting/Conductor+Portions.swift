import CheckIns
import Messages
import Sealing
import Storage
import Timekeeping

/// What concerns many rows at once: transactions of a stated size, and a row that the database
/// refuses is left out and told of, so that it stops neither a start nor a reload.
extension Conductor {
  static let portionSize = 200

  /// Stores plans that came with the start or a reload, before anything refers to them. Where one
  /// of that name was another before, occurrences to come are planned anew; one that is due stays.
  /// A crash in between leaves it to be done again.
  func takePlans(now: Instant, seed: UInt64) throws(StorageFailure) {
    guard !plansAreTaken else { return }
    var random = SeededRandom(seed: seed)
    let ids = try store.turn(nonces: Nonces(from: &random)) {
      transaction throws(StorageFailure) -> [EnrolmentID] in
      var ids: [EnrolmentID] = []
      for (name, stored) in self.rules.plans.sorted(by: { $0.key < $1.key }) {
        try transaction.insert(stored.plan)
        let before = try transaction.setting(Self.setting(of: name))
        if before == nil || before == stored.digest { continue }
        ids += try transaction.enrolments(on: name, plannedAfter: now)
      }
      return ids
    }
    try inPortions(of: ids, now: now, seed: seed &+ 1) {
      (part, loader, decide) throws(StorageFailure) in
      try loader.enrolments(part)
      try loader.people(unique(part.compactMap { loader.slice.enrolments[$0]?.person }))
      decide = { decisions in for id in part { decisions.planNext(id) } }
    }
    try store.turn(nonces: Nonces(from: &random)) { transaction throws(StorageFailure) in
      for (name, stored) in self.rules.plans.sorted(by: { $0.key < $1.key }) {
        try transaction.set(setting: Self.setting(of: name), to: stored.digest)
      }
    }
    plansAreTaken = true
    mustRebuild = true
  }

  private static func setting(of plan: String) -> String { "plan \(plan)" }

  /// Attempts that were on their way when the process ended: nobody knows what became of them.
  func recover(_ claimed: [MessageID], now: Instant, seed: UInt64) throws(StorageFailure) {
    try inPortions(of: claimed, now: now, seed: seed) {
      (part, loader, decide) throws(StorageFailure) in
      try loader.base()
      try loader.deliveries(part)
      try loader.around(unique(part.compactMap { loader.slice.messages[$0]?.person }))
      decide = { decisions in for id in part { decisions.recoverClaimed(id) } }
    }
  }

  /// Loads, decides and saves for many, a transaction a portion.
  ///
  /// - Parameter prepare: loads what a portion needs, and sets what is to be decided over it.
  func inPortions<Subject>(
    of all: [ID<Subject>], now: Instant, seed: UInt64,
    prepare: (
      _ part: [ID<Subject>], _ loader: inout Loader,
      _ decide: inout (inout Decisions) -> Void
    ) throws(StorageFailure) -> Void
  ) throws(StorageFailure) {
    var waiting =
      stride(from: 0, to: all.count, by: Self.portionSize).map {
        Array(all[$0..<min($0 + Self.portionSize, all.count)])
      }.reversed() as [[ID<Subject>]]
    var seed = seed
    while let part = waiting.popLast() {
      seed = SeededRandom.seed(after: seed)
      do throws(StorageFailure) {
        try transact(part, now: now, seed: seed, prepare: prepare)
      } catch {
        guard error.isOfFewRows else { throw error }
        if part.count == 1 {
          refused.append("\(part[0].rawValue): \(error.description)")
        } else {
          waiting.append(Array(part[(part.count / 2)...]))
          waiting.append(Array(part[..<(part.count / 2)]))
        }
      }
    }
  }

  private func transact<Subject>(
    _ part: [ID<Subject>], now: Instant, seed: UInt64,
    prepare: (
      _ part: [ID<Subject>], _ loader: inout Loader,
      _ decide: inout (inout Decisions) -> Void
    ) throws(StorageFailure) -> Void
  ) throws(StorageFailure) {
    var random = SeededRandom(seed: seed)
    let entries = try store.turn(nonces: Nonces(from: &random)) {
      transaction throws(StorageFailure) in
      var loader = Loader(transaction)
      var decide: (inout Decisions) -> Void = { _ in }
      try prepare(part, &loader, &decide)
      try loader.demandOwners(of: part.map(\.rawValue))
      var decisions = try self.decisions(over: loader, now: now, seed: seed)
      decide(&decisions)
      try self.save(decisions, in: transaction)
      return decisions.slice.ledger
    }
    ledger += entries
    mustRebuild = true
  }
}
