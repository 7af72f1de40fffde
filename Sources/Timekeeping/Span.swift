/// A length on the calendar: months and days, as a plan's `4 weeks` or `1y`. Days are calendar
/// days.
package struct Span: Hashable, Sendable, Codable {
  package var months: Int
  package var days: Int
  package init(months: Int = 0, days: Int = 0) {
    self.months = months
    self.days = days
  }
}

extension Span {
  /// Reads `4 weeks`, `90d`, `1y`, `1w 2d`; at most 100 years.
  package init(_ text: String) throws(TimekeepingFailure) {
    self.init()
    for (count, unit) in try Quantity.read(text, expected: "a length like 4 weeks or 90d") {
      switch unit {
      case "d", "day", "days": days += count
      case "w", "week", "weeks": days += count * 7
      case "mo", "month", "months": months += count
      case "y", "year", "years": months += count * 12
      default:
        throw TimekeepingFailure(
          "\"\(unit)\" in \"\(text)\" is no unit of length; expected days, weeks, months or years")
      }
    }
    guard months <= 1200, days <= 36_525 else {
      throw TimekeepingFailure("\"\(text)\" is too long; expected at most 100 years")
    }
  }

  package static func + (left: Self, right: Self) -> Self {
    Span(months: left.months + right.months, days: left.days + right.days)
  }
}

extension Span: CustomStringConvertible {
  /// The shortest words that read back to the same: `4w`, `1y 2mo 3d`.
  package var description: String {
    var words: [String] = []
    if months / 12 != 0 { words.append("\(months / 12)y") }
    if months % 12 != 0 { words.append("\(months % 12)mo") }
    if days != 0, days % 7 == 0 {
      words.append("\(days / 7)w")
    } else if days != 0 {
      words.append("\(days)d")
    }
    return words.isEmpty ? "0d" : words.joined(separator: " ")
  }
}

/// Numbers with units, as lengths are written.
enum Quantity {
  static func read(_ text: String, expected: String) throws(TimekeepingFailure) -> [(Int, String)] {
    var cursor = TextCursor(text)
    var parts: [(Int, String)] = []
    cursor.skipSpaces()
    while !cursor.isAtEnd {
      guard let count = cursor.number(digits: 1...7) else { break }
      cursor.skipSpaces()
      let unit = cursor.letters()
      guard !unit.isEmpty else { break }
      parts.append((count, unit))
      cursor.skipSpaces()
    }
    guard cursor.isAtEnd, !parts.isEmpty else {
      throw TimekeepingFailure("\"\(text)\" is not a length of time; expected \(expected)")
    }
    return parts
  }
}
