package import CheckIns
package import Timekeeping

/// The small forms of time that settings are written in.
package enum ClockText {
  /// Minutes of the day of `HH:MM`, 00:00 to 24:00.
  package static func minutes(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(isDigit) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60,
      hour * 60 + minute <= 24 * 60
    else { return nil }
    return hour * 60 + minute
  }

  package static func text(minutes: Int) -> String {
    let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
    return (hour < 10 ? "0\(hour)" : "\(hour)") + (minute < 10 ? ":0\(minute)" : ":\(minute)")
  }

  /// `3h`, `1h 30m`.
  package static func duration(_ text: String) -> Duration? { try? ClockSpan.parse(text) }

  /// `26h`, `1h 30m`.
  package static func text(_ span: Duration) -> String { ClockSpan.text(span) }

  /// `4 weeks`, `90d`, `2y`.
  package static func span(_ text: String) -> Span? { try? Span(text) }

  /// `21:00-08:00`, or `none`; a whole day of quiet would be no message ever.
  package static func quietHours(_ text: String) -> QuietHours? {
    if text == "none" { return QuietHours.none }
    guard let (from, to) = range(text[...]) else { return nil }
    let hours = QuietHours(from: from % 1440, to: to % 1440)
    return hours.isNever ? nil : hours
  }

  package static func text(_ hours: QuietHours) -> String {
    hours == .none ? "none" : "\(text(minutes: hours.from))-\(text(minutes: hours.to))"
  }

  /// `Mon-Fri 09:00-17:00`, `Mon,Wed 10:00-12:00`.
  package static func weeklyHours(_ text: String) -> WeeklyHours? {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let days = weekdays(parts[0]), let (from, to) = range(parts[1]),
      from < to
    else { return nil }
    return WeeklyHours(weekdays: days, from: from, to: to)
  }

  /// `10/s`, `60/min`, `500/h`, `2000/day`.
  package static func rate(_ text: String) -> SendingRate? {
    let parts = text.split(separator: "/")
    guard parts.count == 2, let count = Int(parts[0]), (1...1_000_000).contains(count) else {
      return nil
    }
    switch parts[1] {
    case "s", "second": return SendingRate(count: count, per: .seconds(1))
    case "m", "min", "minute": return SendingRate(count: count, per: .minutes(1))
    case "h", "hour": return SendingRate(count: count, per: .hours(1))
    case "d", "day": return SendingRate(count: count, per: .days(1))
    default: return nil
    }
  }

  private static func range(_ text: Substring) -> (Int, Int)? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let from = minutes(ends[0]), let to = minutes(ends[1]), from != to else {
      return nil
    }
    return (from, to)
  }

  private static func weekdays(_ text: Substring) -> [Int]? {
    var days: Set<Int> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(weekday)
      switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
      case (1, let day?, _): days.insert(day)
      case (2, let from?, let to?) where from <= to: days.formUnion(from...to)
      default: return nil
      }
    }
    return days.isEmpty ? nil : days.sorted()
  }

  private static func weekday(_ name: Substring) -> Int? {
    WeeklyHours.names.firstIndex { $0.lowercased() == name.lowercased() }.map { $0 + 1 }
  }

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }
}
