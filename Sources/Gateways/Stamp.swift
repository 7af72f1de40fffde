/// Points in time as providers write them, in milliseconds since 1970 (POSIX time).
enum Stamp {
  /// `2026-11-21T09:00:00Z`.
  static func iso(milliseconds: Int64) -> String {
    let (days, seconds) = split(milliseconds)
    return "\(date(days))T\(pad(seconds / 3600)):\(pad(seconds / 60 % 60)):\(pad(seconds % 60))Z"
  }

  /// `2026-11-21`, in UTC.
  static func date(milliseconds: Int64) -> String { date(split(milliseconds).days) }

  private static func split(_ milliseconds: Int64) -> (days: Int64, seconds: Int64) {
    let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
    return (days, seconds - days * 86400)
  }

  private static func date(_ days: Int64) -> String {
    let (year, month, day) = civil(days)
    return "\(pad(year, 4))-\(pad(month))-\(pad(day))"
  }

  private static func pad(_ number: Int64, _ width: Int = 2) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// Days since 1970 to a date of the proleptic Gregorian calendar: eras of 400 years, the year
  /// begun in March so that the leap day comes last.
  private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let leaps = dayOfEra / 1460 - dayOfEra / 36524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leaps) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1
    )
  }

  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// What a definition calls the form of a time.
  enum Form: String, CaseIterable, Sendable {
    /// `2026-11-21T09:00:00.000+01:00`, `2026-11-21 09:00:00`; UTC where no offset is written.
    case iso
    /// `Sat, 21 Nov 2026 09:00:00 +0000` (RFC 5322, section 3.3; RFC 9110, section 5.6.7).
    case mail
    case seconds, milliseconds
    /// Of a day, for listing: `2026-11-21`.
    case date
  }

  static func text(milliseconds: Int64, _ form: Form) -> String {
    switch form {
    case .iso, .mail: iso(milliseconds: milliseconds)
    case .seconds: String(milliseconds / 1000)
    case .milliseconds: String(milliseconds)
    case .date: date(milliseconds: milliseconds)
    }
  }

  /// Nil when the text is not of that form or outside the years 1970 to 9999.
  static func milliseconds(_ text: String, _ form: Form) -> Int64? {
    let value: Int64? =
      switch form {
      case .seconds: Double(text).flatMap { Int64(exactly: ($0 * 1000).rounded()) }
      case .milliseconds: Double(text).flatMap { Int64(exactly: $0.rounded()) }
      case .iso, .date: parseISO(text)
      case .mail: parseMail(text)
      }
    return value.flatMap { (0..<253_402_300_800_000).contains($0) ? $0 : nil }
  }

  private static func parseISO(_ text: String) -> Int64? {
    var scan = Scanner(text)
    guard let year = scan.number(4...4), scan.skip("-"), let month = scan.number(2...2),
      scan.skip("-"), let day = scan.number(2...2)
    else { return nil }
    guard scan.skip("T") || scan.skip("t") || scan.skip(" ") else {
      return scan.isAtEnd ? total(year, month, day, 0, 0, 0) : nil
    }
    guard let hour = scan.number(2...2), scan.skip(":"), let minute = scan.number(2...2) else {
      return nil
    }
    let second = scan.skip(":") ? scan.number(2...2) ?? -1 : 0
    let fraction = scan.skip(".") ? scan.fraction() : 0
    guard let offset = scan.offset(), let base = total(year, month, day, hour, minute, second)
    else { return nil }
    return base + fraction - offset
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private static func parseMail(_ text: String) -> Int64? {
    let comma = text.firstIndex(of: ",").map { text.index(after: $0) } ?? text.startIndex
    var scan = Scanner(String(text[comma...]))
    _ = scan.skip(" ")
    guard let day = scan.number(1...2), scan.skip(" "),
      let month = months.firstIndex(of: scan.take(3)),
      scan.skip(" "), let year = scan.number(4...4), scan.skip(" "),
      let hour = scan.number(2...2), scan.skip(":"), let minute = scan.number(2...2)
    else { return nil }
    let second = scan.skip(":") ? scan.number(2...2) ?? -1 : 0
    _ = scan.skip(" ")
    guard let offset = scan.offset(),
      let base = total(year, Int64(month) + 1, day, hour, minute, second)
    else { return nil }
    return base - offset
  }

  private static func total(
    _ year: Int64, _ month: Int64, _ day: Int64, _ hour: Int64, _ minute: Int64, _ second: Int64
  ) -> Int64? {
    guard (1...12).contains(month), (1...31).contains(day), (0...24).contains(hour),
      (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    let seconds = days(year: year, month: month, day: day) * 86400
    return (seconds + hour * 3600 + minute * 60 + second) * 1000
  }

  private struct Scanner {
    private var rest: Substring
    init(_ text: String) { rest = text[...] }
    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Character) -> Bool {
      guard rest.first == character else { return false }
      rest.removeFirst()
      return true
    }

    mutating func take(_ count: Int) -> String {
      defer { rest = rest.dropFirst(count) }
      return String(rest.prefix(count))
    }

    mutating func number(_ width: ClosedRange<Int>) -> Int64? {
      let digits = rest.prefix(width.upperBound).prefix { $0.isASCII && $0.isNumber }
      guard digits.count >= width.lowerBound else { return nil }
      rest = rest.dropFirst(digits.count)
      return Int64(digits)
    }

    /// Milliseconds of the digits after the point.
    mutating func fraction() -> Int64 {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      return Int64((digits + "000").prefix(3)) ?? 0
    }

    /// Milliseconds east of UTC; 0 where none is written; nil for anything else.
    mutating func offset() -> Int64? {
      if isAtEnd || ["Z", "z", "GMT", "UTC", "UT"].contains(String(rest)) { return 0 }
      let sign: Int64 = skip("-") ? -1 : skip("+") ? 1 : 0
      guard sign != 0, let hours = number(2...2) else { return nil }
      _ = skip(":")
      let minutes = number(2...2) ?? 0
      return isAtEnd ? sign * (hours * 60 + minutes) * 60_000 : nil
    }
  }
}
