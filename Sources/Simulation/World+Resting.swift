import Conducting
package import Storage

/// What the conductor's shell looks after between turns.
extension World {
  /// For how long the oldest message has waited that could have left.
  package var oldestWait: Duration? { conductor?.oldestWait(now: now) }

  package var isIdle: Bool { conductor?.isIdle(now: now) ?? false }

  package func forgetsWhatCameIn() throws(StorageFailure) {
    try conductor?.forgetReceived(now: now, seed: seed)
  }

  /// All files are read again, and found as they were.
  package func reloads() { reloads { _ in } }
}
