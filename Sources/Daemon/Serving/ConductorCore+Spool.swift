internal import CheckIns
internal import Conducting
internal import Messages
internal import Storage
internal import Timekeeping

extension ConductorCore {
  /// Callbacks that were kept while the database could not be written are taken in before anything
  /// else, all of them before anything leaves: what they stop or call for has its effect first. The
  /// oldest shows whether anything can be written; then those who call for help or stop, then by
  /// age. Nobody is silent, and nothing else is due, before all is taken.
  ///
  /// - Throws: `later` while the database still takes nothing.
  mutating func takeSpool(now: Instant, seed: UInt64) throws(TurnFailure) {
    guard let spool else { return }
    let kept = spool.waiting
    guard !kept.isEmpty else { return }
    // Every callback wakes a turn; not each of them tries all that waits.
    if let last = spoolRefused, last.at <= now, now - last.at < last.wait {
      throw last.failure
    }
    do throws(TurnFailure) {
      try takeAll(kept, now: now, seed: seed)
    } catch {
      let wait = spoolRefused.map { min($0.wait * 2, Self.spoolWaitMost) } ?? Self.spoolWaitFirst
      spoolRefused = (now, wait, error)
      throw error
    }
    spoolRefused = nil
    spool.forget(kept.count)
  }

  /// Between two tries to take the spool in, doubling.
  private static let spoolWaitFirst = Duration.seconds(1)
  private static let spoolWaitMost = Duration.seconds(5)

  private func takeAll(_ kept: [KeptCallback], now: Instant, seed: UInt64) throws(TurnFailure) {
    // The oldest alone shows whether anything can be written; all together are work.
    var rest = kept
    if kept.count > 1, let oldest = kept.first {
      do throws(StorageFailure) {
        try takeIn([oldest], now: now, seed: seed &+ 1)
        rest.removeFirst()
      } catch {
        guard error.isOfFewRows else { throw TurnFailure(error) }
      }
    }
    let ordered = urgentFirst(rest)
    var refused: [String] = []
    do throws(StorageFailure) {
      try takeIn(ordered, now: now, seed: seed)
    } catch {
      guard error.isOfFewRows else { throw TurnFailure(error) }
      refused = try takeOneByOne(ordered, now: now, seed: seed)
    }
    do throws(StorageFailure) {
      let taken = Input(.spoolTaken(count: kept.count - refused.count, refused: refused))
      try turn(with: [taken], now: now, seed: seed &+ 2)
    } catch {
      throw TurnFailure(error)
    }
  }

  /// Those first who call for help or stop, with all they wrote: each person's words stay in the
  /// order they came, or a START would undo the STOP that followed it.
  private func urgentFirst(_ kept: [KeptCallback]) -> [KeptCallback] {
    let urgent = Set(kept.filter(isUrgent).flatMap(\.senders))
    return kept.filter { !urgent.isDisjoint(with: $0.senders) }
      + kept.filter { urgent.isDisjoint(with: $0.senders) }
  }

  private func isUrgent(_ kept: KeptCallback) -> Bool {
    kept.texts.contains { text in
      let reading = conductor.rules.reader.read(text.text, in: ReplyContext())
      return reading.says(.crisis) || reading.says(.stop)
    }
  }

  private func takeIn(_ kept: [KeptCallback], now: Instant, seed: UInt64) throws(StorageFailure) {
    try turn(with: kept.map { Input($0.event) }, now: now, seed: seed)
  }

  /// A turn in which nothing is due and nothing leaves.
  private func turn(with inputs: [Input], now: Instant, seed: UInt64) throws(StorageFailure) {
    conductor.onlyListens = true
    defer { conductor.onlyListens = false }
    let result = conductor.turn(now: now, inputs: inputs, seed: seed)
    if let failure = result.failure {
      throw StorageFailure(result.failureKind ?? .busy, failure)
    }
    effects.journal(result.ledger)
    if !result.inquiries.isEmpty { effects.ask(result.inquiries) }
    if let since = result.outageSince { effects.outage(since) }
  }

  /// One that the database will never take is put aside, and the others are not held up; answers
  /// the gateways of those.
  private func takeOneByOne(_ kept: [KeptCallback], now: Instant, seed: UInt64)
    throws(TurnFailure) -> [String]
  {
    var refused: [String] = []
    for (offset, callback) in kept.enumerated() {
      do throws(StorageFailure) {
        try takeIn([callback], now: now, seed: seed &+ UInt64(offset))
      } catch {
        guard error.isOfFewRows else { throw TurnFailure(error) }
        refused.append(callback.gateway)
      }
    }
    return refused
  }
}
