/// Days that a person is not to be asked on, as `2026-12-24..2027-01-02;2027-02-01`.
package struct DaysOff: Hashable, Sendable {
  /// First and last day of each, rising by the first.
  package private(set) var ranges: [ClosedRange<LocalDate>]

  package static let none = DaysOff([])
  private static let most = 100
  private static let lengthMax = 366

  private init(_ ranges: [ClosedRange<LocalDate>]) { self.ranges = ranges }

  /// Reads days and ranges between semicolons; `none` is none.
  package init(_ text: String) throws(TimekeepingFailure) {
    ranges = []
    guard text != "none" else { return }
    for item in text.split(separator: ";", omittingEmptySubsequences: false) {
      ranges.append(try Self.range(PersonalDate.trimmed(item)))
    }
    guard ranges.count <= Self.most else {
      throw TimekeepingFailure("\(ranges.count) are too many; expected at most \(Self.most)")
    }
    ranges.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
  }

  /// Reads `2026-12-25` or `2026-12-24..2027-01-02`, at most 366 days.
  package static func range(_ text: String) throws(TimekeepingFailure) -> ClosedRange<LocalDate> {
    guard let dots = text.firstRange(of: "..") else {
      let day = try LocalDate(text)
      return day...day
    }
    let first = try LocalDate(PersonalDate.trimmed(text[..<dots.lowerBound]))
    let last = try LocalDate(PersonalDate.trimmed(text[dots.upperBound...]))
    guard first <= last, last - first < lengthMax else {
      throw TimekeepingFailure(
        "\"\(text)\" is no stretch of days; expected the first day, .., and the last, at most"
          + " \(lengthMax) days")
    }
    return first...last
  }

  package var isEmpty: Bool { ranges.isEmpty }

  package var dates: [LocalDate] {
    ranges.flatMap { range in
      (0...(range.upperBound - range.lowerBound)).map { range.lowerBound + $0 }
    }
  }
}

extension DaysOff: CustomStringConvertible {
  package var description: String {
    if ranges.isEmpty { return "none" }
    return ranges.map {
      $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)..\($0.upperBound)"
    }.joined(separator: ";")
  }
}
