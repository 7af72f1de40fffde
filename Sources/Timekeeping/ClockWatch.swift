/// Tells a clock that was set from time that has passed, by a second clock that cannot be set.
package struct ClockWatch: Sendable {
  package enum Step: Hashable, Sendable {
    /// The clock was set forward, or the machine slept: this much is missing.
    case forward(Duration)
    case backward(Duration)
  }

  /// Smaller differences are the slow corrections of a time service.
  package static let tolerance = Duration.seconds(2)

  private var lastReal: Instant
  private var lastSteady: Duration

  /// `steady` is a clock that counts on whatever happens to the real one (CLOCK_MONOTONIC).
  package init(real: Instant, steady: Duration) {
    lastReal = real
    lastSteady = steady
  }

  /// Compares what both clocks say now with what they said last; nil: time has simply passed.
  package mutating func observe(real: Instant, steady: Duration) -> Step? {
    let difference = (real - lastReal) - (steady - lastSteady)
    (lastReal, lastSteady) = (real, steady)
    if difference > Self.tolerance { return .forward(difference) }
    return difference < .zero - Self.tolerance ? .backward(.zero - difference) : nil
  }

  /// Whether a time can be true: not long before something that has already happened (the last
  /// commit, the build), as on a machine that boots in 1970; the daemon then waits for a
  /// synchronised clock.
  package static func isBelievable(_ now: Instant, after known: Instant) -> Bool {
    now >= known - .days(1) && now < known + .days(50 * 365)
  }
}
