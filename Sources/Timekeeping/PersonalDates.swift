/// The named dates of one person, as `quit_date=2026-03-01;sobriety=2025-12-24`.
package struct PersonalDates: Hashable, Sendable {
  /// By name; names are small letters, digits and `_`, and begin with a letter.
  package private(set) var dates: [String: LocalDate]

  package static let none = PersonalDates([:])

  /// More than this is a mistake.
  private static let most = 20

  private init(_ dates: [String: LocalDate]) { self.dates = dates }

  /// Reads `name=date` pairs between semicolons; `none` is none.
  package init(_ text: String) throws(TimekeepingFailure) {
    dates = [:]
    guard text != "none" else { return }
    for pair in text.split(separator: ";", omittingEmptySubsequences: false) {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { PersonalDate.trimmed($0) }
      guard halves.count == 2, Self.isName(halves[0]) else {
        throw TimekeepingFailure(
          "\"\(pair)\" is not a named date; expected one like quit_date=2026-03-01")
      }
      guard dates[halves[0]] == nil else {
        throw TimekeepingFailure("the date \(halves[0]) stands here twice; expected it once")
      }
      dates[halves[0]] = try LocalDate(halves[1])
    }
    guard dates.count <= Self.most else {
      throw TimekeepingFailure("\(dates.count) dates are too many; expected at most \(Self.most)")
    }
  }

  package subscript(name: String) -> LocalDate? { dates[name] }

  package var isEmpty: Bool { dates.isEmpty }

  /// Rising.
  package var names: [String] { dates.keys.sorted() }

  /// A name that a date may have: not `start`, which is the enrolment's.
  package static func isName(_ name: String) -> Bool {
    name.utf8.first?.isLetter == true && name.utf8.count <= 40 && name != PersonalDate.start
      && name.utf8.allSatisfy { ($0.isLetter && $0 >= 97) || $0.isDigit || $0 == 95 }
  }

  /// Sets a date, or takes it away.
  package mutating func set(_ name: String, to date: LocalDate?) { dates[name] = date }

  func with(start: LocalDate) -> [String: LocalDate] {
    dates.merging([PersonalDate.start: start]) { $1 }
  }
}

extension PersonalDates: CustomStringConvertible {
  /// By rising name; `none` when there are none.
  package var description: String {
    if dates.isEmpty { return "none" }
    return dates.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
  }
}
