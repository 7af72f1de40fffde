internal import CLinux
package import Timekeeping

/// Where the time comes from.
package protocol Clock: Sendable {
  /// The time of day, which somebody may set.
  func now() -> Instant
  /// The time since the machine started, sleep included, which nobody can set.
  func uptime() -> Duration
}

/// The machine's own clocks.
package struct SystemClock: Clock {
  package init() {}

  package func now() -> Instant { Instant(milliseconds: linux_realtime()) }
  package func uptime() -> Duration { .nanoseconds(linux_boottime()) }

  /// A time server keeps the time of day (adjtimex(2)).
  package static func isKept() -> Bool { linux_clock_is_kept() }

  /// For `RELOADING=1`.
  package static func monotonicMicroseconds() -> UInt64 {
    UInt64(clamping: linux_monotonic_microseconds())
  }
}
