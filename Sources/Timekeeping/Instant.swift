/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX
/// time).
package struct Instant: Hashable, Comparable, Sendable, Codable {
  package var milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }
  package init(seconds: Int64) { self.milliseconds = seconds * 1000 }

  package static let distantPast = Instant(milliseconds: .min / 4)
  package static let distantFuture = Instant(milliseconds: .max / 4)

  /// Whole seconds since 1970, rounded down.
  package var seconds: Int64 {
    milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
  }

  package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

  package static func + (instant: Self, span: Duration) -> Self {
    Instant(milliseconds: instant.milliseconds + span.milliseconds)
  }
  package static func - (instant: Self, span: Duration) -> Self {
    Instant(milliseconds: instant.milliseconds - span.milliseconds)
  }
  package static func - (left: Self, right: Self) -> Duration {
    .milliseconds(left.milliseconds - right.milliseconds)
  }
}

extension Duration {
  /// Whole milliseconds, rounded towards zero.
  package var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
  package static func minutes(_ count: Int64) -> Duration { .seconds(count * 60) }
  package static func hours(_ count: Int64) -> Duration { .seconds(count * 3600) }
  package static func days(_ count: Int64) -> Duration { .seconds(count * 86400) }
}
