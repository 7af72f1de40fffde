package import Timekeeping

/// Messages in a time, at most.
package struct Pace: Hashable, Sendable {
  /// At least 1.
  package var count: Int
  package var per: Duration
  package init(count: Int, per: Duration) {
    self.count = count
    self.per = per
  }
}

/// How much may leave now at a pace: a token bucket, as the generic cell rate algorithm (ITU-T
/// I.371, annex A). A tenth of a second's worth, but at least one, may leave at once.
package struct TokenBucket: Hashable, Sendable {
  package let pace: Pace
  /// Microseconds from one to the next.
  private let interval: Int64
  /// How early one may come, in microseconds.
  private let tolerance: Int64
  /// When the next is due if none comes early, in microseconds since 1970.
  private var due = Int64.min / 2

  package init(_ pace: Pace) {
    self.pace = pace
    let per = max(1, pace.per.milliseconds) * 1000
    interval = max(1, per / Int64(max(1, pace.count)))
    tolerance = (max(1, 100_000 / interval) - 1) * interval
  }

  /// From when one may leave.
  package var opens: Instant {
    // Rounded up: an instant is a whole millisecond.
    Instant(milliseconds: (due - tolerance + 999) / 1000)
  }

  package func isOpen(at now: Instant) -> Bool { opens <= now }

  /// One leaves, whether it may or not: the next waits the longer for it.
  package mutating func take(at now: Instant) {
    due = max(due, now.milliseconds * 1000) + interval
  }

  /// One that was taken did not leave.
  package mutating func giveBack() { due -= interval }
}
