/// What calendar and clock on a wall show, in no zone: milliseconds since 1970-01-01 00:00 there.
package struct LocalDateTime: Hashable, Comparable, Sendable {
  package var milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  package init(_ date: LocalDate, _ time: LocalTime) {
    milliseconds = Int64(date.days) * 86_400_000 + Int64(time.milliseconds)
  }

  package var date: LocalDate {
    LocalDate(days: Int32(clamping: floorDivide(milliseconds, 86_400_000)))
  }
  package var time: LocalTime {
    let rest = milliseconds % 86_400_000
    return LocalTime(milliseconds: Int32(rest < 0 ? rest + 86_400_000 : rest))
  }

  package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

  /// Reads `2026-03-08T02:30:00`, `2026-03-08 02:30`, `2026-03-08` or RFC 5545's `20260308T023000`.
  package init(_ text: String) throws(TimekeepingFailure) {
    var cursor = TextCursor(text)
    guard let parsed = LocalDateTime(reading: &cursor), cursor.isAtEnd else {
      throw TimekeepingFailure(
        "\"\(text)\" is not a local date and time; expected one like 2026-03-08T02:30:00")
    }
    self = parsed
  }

  init?(reading cursor: inout TextCursor) {
    if cursor.peek(ahead: 4)?.isDigit == true {
      self.init(readingBasic: &cursor)
      return
    }
    guard let year = cursor.number(digits: 4...4), cursor.take("-"),
      let month = cursor.number(digits: 2...2), cursor.take("-"),
      let day = cursor.number(digits: 2...2),
      let date = LocalDate(year: year, month: month, day: day)
    else { return nil }
    guard cursor.take("T") || cursor.take("t") || cursor.take(" ") else {
      self.init(date, .midnight)
      return
    }
    guard let time = LocalTime(reading: &cursor) else { return nil }
    self.init(date, time)
  }

  /// RFC 5545 section 3.3.4 and 3.3.5: `20260308` or `20260308T023000`.
  init?(readingBasic cursor: inout TextCursor) {
    guard let year = cursor.number(digits: 4...4), let month = cursor.number(digits: 2...2),
      let day = cursor.number(digits: 2...2),
      let date = LocalDate(year: year, month: month, day: day)
    else { return nil }
    guard cursor.take("T") else {
      self.init(date, .midnight)
      return
    }
    guard let hour = cursor.number(digits: 2...2), let minute = cursor.number(digits: 2...2),
      let second = cursor.number(digits: 2...2),
      let time = LocalTime(hour: hour, minute: minute, second: second)
    else { return nil }
    self.init(date, time)
  }

  /// `20260308T023000`, milliseconds cut off.
  package var basicText: String {
    let (year, month, day) = date.civil
    let clock = padded(time.hour) + padded(time.minute) + padded(time.second)
    return padded(year, 4) + padded(month) + padded(day) + "T" + clock
  }
}

extension LocalDateTime: CustomStringConvertible {
  /// `2026-03-08T02:30:00`.
  package var description: String { "\(date)T\(time.withSeconds)" }
}
