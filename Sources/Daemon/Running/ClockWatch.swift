package import Timekeeping

/// Notices that the clock was set: the time of day moved and the time since start did not.
///
/// Sleep moves both and is no step; slewing (adjtime(3), at most 0.5 ms a second) stays below the
/// tolerance because each look becomes the next one's base.
package struct ClockWatch: Sendable {
  /// A difference below it is slewing or rounding.
  package static let tolerance: Duration = .seconds(1)

  private var base: (now: Instant, uptime: Duration)?
  /// Since the machine started, when a sleep should be over.
  private var wakeBy: Duration?

  package init() {}

  /// How far the clock was set since the last look, forward or (negative) backward; nil when it
  /// was not.
  package mutating func step(now: Instant, uptime: Duration) -> Duration? {
    defer { base = (now, uptime) }
    guard let base else { return nil }
    let step = (now - base.now) - (uptime - base.uptime)
    return step >= Self.tolerance || step <= .zero - Self.tolerance ? step : nil
  }

  /// The loop goes to sleep, for at most so long.
  package mutating func sleeps(atMost span: Duration?, uptime: Duration) {
    wakeBy = span.map { uptime + $0 }
  }

  /// How much longer than agreed the last sleep was: the machine was suspended, or the process
  /// stopped. Nil below the tolerance, and where no sleep lies behind.
  package mutating func overslept(uptime: Duration) -> Duration? {
    defer { wakeBy = nil }
    guard let wakeBy, uptime - wakeBy >= Self.tolerance else { return nil }
    return uptime - wakeBy
  }
}
