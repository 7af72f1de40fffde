/// A day of the proleptic Gregorian calendar, in no zone: days since 1970-01-01.
package struct LocalDate: Hashable, Comparable, Sendable, Codable {
  package var days: Int32

  package init(days: Int32) { self.days = days }

  package static func < (left: Self, right: Self) -> Bool { left.days < right.days }
}

extension LocalDate {
  /// Nil when there is no such day, or the year is not in 0...9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (0...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.length(ofMonth: month, year: year)
    else { return nil }
    self.init(days: Self.dayNumber(year: year, month: month, day: day))
  }

  /// Reads `2026-03-08` (RFC 3339 full-date).
  package init(_ text: String) throws(TimekeepingFailure) {
    var cursor = TextCursor(text)
    guard let year = cursor.number(digits: 4...4), cursor.take("-"),
      let month = cursor.number(digits: 2...2), cursor.take("-"),
      let day = cursor.number(digits: 2...2), cursor.isAtEnd
    else {
      throw TimekeepingFailure("\"\(text)\" is not a date; expected one like 2026-03-08")
    }
    guard let date = LocalDate(year: year, month: month, day: day) else {
      throw TimekeepingFailure(
        "the date \"\(text)\" does not exist; expected a day of the calendar")
    }
    self = date
  }

  /// Year, month 1...12 and day 1...31.
  package var civil: (year: Int, month: Int, day: Int) {
    // Days are counted from 0000-03-01, so that the leap day ends a year (Howard Hinnant,
    // "chrono-Compatible Low-Level Date Algorithms").
    let shifted = Int(days) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  package var year: Int { civil.year }
  package var month: Int { civil.month }
  package var day: Int { civil.day }

  /// 0 for Monday to 6 for Sunday.
  @inline(__always)
  var weekdayIndex: Int {
    let index = (Int(days) + 3) % 7
    return index < 0 ? index + 7 : index
  }

  package var weekday: Weekday { Weekday(rawValue: weekdayIndex + 1) ?? .monday }

  /// 1...366.
  package var dayOfYear: Int {
    Int(days - Self.dayNumber(year: civil.year, month: 1, day: 1)) + 1
  }

  package static func + (date: Self, count: Int) -> Self {
    LocalDate(days: Int32(clamping: Int(date.days) + count))
  }
  package static func - (date: Self, count: Int) -> Self { date + -count }
  package static func - (left: Self, right: Self) -> Int { Int(left.days) - Int(right.days) }

  /// Months first, the day kept or, where the month is too short for it, its last day; then days.
  package func adding(_ span: Span) -> LocalDate {
    guard span.months != 0 else { return self + span.days }
    let (year, month, day) = civil
    let index = year * 12 + month - 1 + span.months
    let newYear = Int(floorDivide(Int64(index), 12))
    let newMonth = index - newYear * 12 + 1
    let newDay = min(day, Self.length(ofMonth: newMonth, year: newYear))
    return LocalDate(days: Self.dayNumber(year: newYear, month: newMonth, day: newDay)) + span.days
  }

  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  package static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 of a day that exists.
  static func dayNumber(year: Int, month: Int, day: Int) -> Int32 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }
}

extension LocalDate: CustomStringConvertible {
  /// `2026-03-08`.
  package var description: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month))-\(padded(day))"
  }
}
