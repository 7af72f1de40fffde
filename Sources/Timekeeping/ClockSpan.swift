/// Lengths on a clock, as plans and the configuration write them: `3h`, `1h 30m`, `26h`, `5s`.
package enum ClockSpan {
  /// Reads hours, minutes, seconds, milliseconds, and days and weeks of exactly 24 and 168 hours;
  /// at most ten years.
  package static func parse(_ text: String) throws(TimekeepingFailure) -> Duration {
    var milliseconds: Int64 = 0
    for (count, unit) in try Quantity.read(text, expected: "one like 3h or 1h 30m") {
      guard let factor = Self.milliseconds(in: unit) else {
        throw TimekeepingFailure(
          "\"\(unit)\" in \"\(text)\" is no unit of time; expected s, m, h, d or w")
      }
      milliseconds += Int64(count) * factor
      guard milliseconds <= 10 * 366 * 86_400_000 else {
        throw TimekeepingFailure("\"\(text)\" is too long; expected at most ten years")
      }
    }
    return .milliseconds(milliseconds)
  }

  /// The same in its shortest form: `26h`, `1h 30m`, `5s`, `250ms`.
  package static func text(_ span: Duration) -> String {
    var rest = span.milliseconds
    var words: [String] = []
    for (unit, size) in [("h", Int64(3_600_000)), ("m", 60_000), ("s", 1000), ("ms", 1)] {
      if rest / size != 0 { words.append("\(rest / size)\(unit)") }
      rest %= size
    }
    return words.isEmpty ? "0s" : words.joined(separator: " ")
  }

  private static func milliseconds(in unit: String) -> Int64? {
    switch unit {
    case "ms", "millisecond", "milliseconds": 1
    case "s", "sec", "second", "seconds": 1000
    case "m", "min", "minute", "minutes": 60_000
    case "h", "hour", "hours": 3_600_000
    case "d", "day", "days": 86_400_000
    case "w", "week", "weeks": 604_800_000
    default: nil
    }
  }
}
