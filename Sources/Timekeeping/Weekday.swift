/// A day of the week, numbered as in ISO 8601.
package enum Weekday: Int, Hashable, Sendable, Codable, CaseIterable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// `Mon`, `Tue`, …, as systemd.time(7) prints them.
  package var shortName: String {
    switch self {
    case .monday: "Mon"
    case .tuesday: "Tue"
    case .wednesday: "Wed"
    case .thursday: "Thu"
    case .friday: "Fri"
    case .saturday: "Sat"
    case .sunday: "Sun"
    }
  }

  package var name: String {
    switch self {
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    case .sunday: "Sunday"
    }
  }
}

/// A set of weekdays in a byte; bit 0 is Monday.
package struct Weekdays: OptionSet, Hashable, Sendable, Codable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package init(_ day: Weekday) { self.rawValue = 1 << UInt8(day.rawValue - 1) }

  package static let all = Weekdays(rawValue: 0x7F)
  package static let mondayToFriday = Weekdays(rawValue: 0x1F)

  package func contains(_ day: Weekday) -> Bool { rawValue >> UInt8(day.rawValue - 1) & 1 == 1 }

  /// From Monday on.
  package var days: [Weekday] { Weekday.allCases.filter { contains($0) } }
}

extension Weekdays {
  /// Reads `Mon..Fri`, `Mon,Wed`.
  package init(_ text: String) throws(TimekeepingFailure) {
    let expression = try CalendarExpression(text)
    guard expression.description.hasSuffix("*-*-* 00:00:00"), !expression.weekdays.isEmpty else {
      // Every weekday is the same as none named.
      guard text.contains(where: \.isLetter), expression == .daily(at: .midnight),
        text.lowercased() != "daily"
      else {
        throw TimekeepingFailure(
          "\"\(text)\" is not a list of weekdays; expected one like Mon..Fri")
      }
      self = .all
      return
    }
    self = expression.weekdays
  }
}
