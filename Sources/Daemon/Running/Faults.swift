internal import Glibc
internal import Synchronization

/// Faults that tests order through the environment; a release build has none of them.
///
/// `KITH_CRASH_AT=n` kills the process without any warning at the n-th point that is reached,
/// counted from 1; `KITH_CRASH_AT=answered:n` at the n-th of that kind. `KITH_STUCK_WHEN=FILE`
/// makes the conductor's thread hang once the file is there.
package final class Faults: Sendable {
  /// Two steps that must not be torn apart with harm, and where between them.
  package enum Point: String, Sendable, CaseIterable {
    /// All of a turn is written, nothing is on the disk.
    case written
    /// On the disk, and nothing has followed from it.
    case committed
    /// Requests are with the transport.
    case sent
    /// Providers have answered, and the conductor was not told.
    case answered
    /// What a callback brought is on the disk, and its provider does not know.
    case taken
    /// Replies were fetched, and are not on the disk.
    case fetched
    /// A mail is being read.
    case reading
  }

  package struct Crash: Sendable {
    /// Nil: any.
    package var point: Point?
    package var count: Int

    /// `n`, or `point:n`; nil for anything else.
    package init?(_ text: String) {
      let parts = text.split(separator: ":", maxSplits: 1)
      guard let count = parts.last.flatMap({ Int($0) }), count > 0 else { return nil }
      self.count = count
      if parts.count == 1 { return }
      guard let point = Point(rawValue: String(parts[0])) else { return nil }
      self.point = point
    }
  }

  private let crashAt: Crash?
  private let stuckWhen: String?
  private let reached = Mutex(0)

  package init(crashAt: Crash? = nil, stuckWhen: String? = nil) {
    self.crashAt = crashAt
    self.stuckWhen = stuckWhen
  }

  /// What the environment orders; nothing in a release build.
  package static func ordered() -> Faults {
    #if DEBUG
      Faults(
        crashAt: variable("KITH_CRASH_AT").flatMap { Crash($0) },
        stuckWhen: variable("KITH_STUCK_WHEN"))
    #else
      Faults()
    #endif
  }

  /// Says that a point is reached, from any thread.
  package func reach(_ point: Point) {
    guard let crashAt, crashAt.point == nil || crashAt.point == point else { return }
    let count = reached.withLock {
      $0 += 1
      return $0
    }
    if count == crashAt.count { kill(getpid(), SIGKILL) }
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
