import CheckIns
import Messages
import Sealing
import Storage
import Timekeeping

/// A row that the database refuses must not stand before everybody else's: it is found by halves
/// and put aside for a while, and a human is told.
///
/// What is put aside is remembered in memory only: nothing is changed in rows that are not
/// understood, and a start tries once more.
extension Conductor {
  /// How long until something that was put aside is tried again.
  static let asideWait = Duration.minutes(10)

  func isAside(_ id: Int64) -> Bool { aside[id] != nil }

  /// Of what the wheel gave, and of what was put aside before, that which may be tried now.
  func tryable(_ popped: [Wheel.Entry], now: Instant) -> [Wheel.Entry] {
    guard !aside.isEmpty else { return popped }
    let over = aside.filter { $0.value.until <= now }.sorted { $0.key < $1.key }
    for (id, _) in over { aside[id] = nil }
    return popped.filter { !isAside(Int64($0.id)) } + over.compactMap(\.value.entry)
  }

  /// A turn again that failed over a row: what came in first and alone, so that no callback waits
  /// for somebody else's row; then what is due, and what may leave, without the ones to blame.
  ///
  /// - Throws: what `inputs` alone fail with. A failure that is not of one row ends it with what
  ///   was committed until then.
  func isolate(_ whole: Portion, now: Instant, seed: UInt64) throws(StorageFailure) -> TurnResult {
    var attempt = IsolatedTurn(conductor: self, now: now, seed: seed)
    try rebuild(now: now)
    if !whole.inputs.isEmpty { try attempt.take(Portion(inputs: whole.inputs)) }
    do throws(StorageFailure) {
      try attempt.decide(whole.due)
      try attempt.claim()
    } catch {
      guard attempt.hasCommitted else { throw error }
      mustRebuild = true
    }
    attempt.result.moreWork = true
    return attempt.result
  }
}

/// The pieces of one turn that the database refused as a whole.
private struct IsolatedTurn {
  let conductor: Conductor
  let now: Instant
  var seed: UInt64
  var result = TurnResult()
  var hasCommitted = false

  init(conductor: Conductor, now: Instant, seed: UInt64) {
    self.conductor = conductor
    self.now = now
    self.seed = seed
  }

  mutating func take(_ portion: Portion) throws(StorageFailure) {
    seed = SeededRandom.seed(after: seed)
    let before = (conductor.ready, conductor.sweeps)
    do throws(StorageFailure) {
      let part = try conductor.commit(portion, now: now, seed: seed)
      hasCommitted = true
      result.answers += part.answers
      result.dispatches += part.dispatches
      result.inquiries += part.inquiries
      result.ledger += part.ledger
    } catch {
      // The lines of what may leave were drained for nothing; all else follows a commit only.
      (conductor.ready, conductor.sweeps) = before
      throw error
    }
  }

  /// Due entries, in halves until those to blame stand alone.
  mutating func decide(_ due: [Wheel.Entry]) throws(StorageFailure) {
    guard !due.isEmpty else { return }
    do throws(StorageFailure) {
      try take(Portion(due: due))
    } catch {
      guard error.isOfFewRows else { throw error }
      if due.count == 1 { return try putAside(Int64(due[0].id), due[0], error) }
      try decide(Array(due[..<(due.count / 2)]))
      try decide(Array(due[(due.count / 2)...]))
    }
  }

  /// Whatever may leave now.
  mutating func claim() throws(StorageFailure) {
    do throws(StorageFailure) {
      try take(Portion(claims: .all))
    } catch {
      guard error.isOfFewRows else { throw error }
      try claim(conductor.lastChosen, after: error)
    }
  }

  private mutating func claim(_ ids: [MessageID], after failure: StorageFailure)
    throws(StorageFailure)
  {
    guard let first = ids.first else { throw failure }
    if ids.count == 1 { return try putAside(first.rawValue, nil, failure) }
    for half in [ids[..<(ids.count / 2)], ids[(ids.count / 2)...]] {
      do throws(StorageFailure) {
        try take(Portion(claims: .only(Set(half))))
      } catch {
        guard error.isOfFewRows else { throw error }
        try claim(Array(half), after: error)
      }
    }
  }

  /// Left alone for a while; the ledger and the operators are told, as far as that is possible.
  private mutating func putAside(_ id: Int64, _ entry: Wheel.Entry?, _ failure: StorageFailure)
    throws(StorageFailure)
  {
    let until = now + Conductor.asideWait
    conductor.aside[id] = (until, entry)
    conductor.wheel.insert(due: until, id: 0)
    result.putAside.append("\(id): \(failure.description)")
    do throws(StorageFailure) {
      result.ledger += try conductor.tellOfPuttingAside(id, now: now, seed: seed &+ 1)
    } catch {
      guard error.isOfFewRows else { throw error }
    }
  }
}

extension Conductor {
  fileprivate func tellOfPuttingAside(_ id: Int64, now: Instant, seed: UInt64)
    throws(StorageFailure) -> [LedgerEntry]
  {
    var random = SeededRandom(seed: seed)
    let decisions = try store.turn(nonces: Nonces(from: &random)) {
      transaction throws(StorageFailure) in
      var loader = Loader(transaction)
      try loader.base()
      var decisions = try self.decisions(over: loader, now: now, seed: seed)
      decisions.putAside(id, of: try transaction.owner(ofSubject: id))
      try self.save(decisions, in: transaction)
      return decisions
    }
    follow(decisions.slice, now: now)
    return decisions.slice.ledger
  }
}
