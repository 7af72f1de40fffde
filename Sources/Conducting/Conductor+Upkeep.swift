import CheckIns
import Sealing
package import Storage
package import Timekeeping

/// What is done while nothing else is to do, and how long others wait for it.
extension Conductor {
  /// A callback is repeated, and a receipt's message known, long before this is over.
  static let receivedKept = Duration.days(25)

  /// For how long the oldest message has waited that could have left; nil while none waits. Looks
  /// at every waiting message: not for each turn.
  package func oldestWait(now: Instant) -> Duration? { ready.waiting(now: now).map { now - $0 } }

  /// Nothing waits, is under way, or is due.
  package func isIdle(now: Instant) -> Bool {
    ready.count == 0 && inFlight.count == 0
      && wheel.next.map { $0 > now } ?? true
  }

  /// Forgets callbacks and receipts that nobody will repeat or claim any more; once a day will do.
  package func forgetReceived(now: Instant, seed: UInt64) throws(StorageFailure) {
    var random = SeededRandom(seed: seed)
    try store.turn(nonces: Nonces(from: &random)) { transaction throws(StorageFailure) in
      try transaction.forgetReceived(before: now - Self.receivedKept)
    }
  }

  /// Moves what was committed from the log into the database; never fails.
  package func checkpoint() { store.checkpoint() }
}
