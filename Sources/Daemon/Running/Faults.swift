internal import Glibc
internal import Synchronization

/// Faults that tests order through the environment; a release build has none of them.
///
/// `KITH_CRASH_AT=n` kills the process without any warning at the n-th point that is reached,
/// counted from 1; `KITH_STUCK_WHEN=FILE` makes the conductor's thread hang once the file is there.
package final class Faults: Sendable {
  private let crashAt: Int?
  private let stuckWhen: String?
  private let reached = Mutex(0)

  package init(crashAt: Int? = nil, stuckWhen: String? = nil) {
    self.crashAt = crashAt
    self.stuckWhen = stuckWhen
  }

  /// What the environment orders; nothing in a release build.
  package static func ordered() -> Faults {
    #if DEBUG
      Faults(
        crashAt: variable("KITH_CRASH_AT").flatMap { Int($0) },
        stuckWhen: variable("KITH_STUCK_WHEN"))
    #else
      Faults()
    #endif
  }

  /// A point between two steps that must not be torn apart without harm: before a commit, after it,
  /// before a request leaves, after its answer came.
  package func reach() {
    guard let crashAt else { return }
    let count = reached.withLock {
      $0 += 1
      return $0
    }
    if count == crashAt { kill(getpid(), SIGKILL) }
  }

  /// Hangs for good, like an endless loop in a turn, when that is ordered.
  package func turn() {
    guard let stuckWhen, unsafe access(stuckWhen, F_OK) == 0 else { return }
    while true { pause() }
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
