package import Timekeeping

/// A point in time as answers show it: in UTC, and on the clock of whom it is about.
package struct Moment: Hashable, Sendable, Codable {
  /// RFC 3339 with `Z`: `2026-03-08T07:30:00Z`.
  package var utc: String
  /// RFC 3339 with the offset in force there and then: `2026-03-08T03:30:00-04:00`.
  package var local: String
  /// What the zone calls its time then (`EDT`), or the zone's name, or nil.
  package var zone: String?

  /// `offset` is what local time is ahead of UTC, in seconds.
  package init(_ instant: Instant, offset: Int, zone: String? = nil) {
    utc = CivilTime(seconds: instant.seconds).text + "Z"
    local =
      CivilTime(seconds: instant.seconds + Int64(offset)).text + CivilTime.text(offset: offset)
    self.zone = zone
  }

  /// Where nobody's clock is meant.
  package init(utc instant: Instant) { self.init(instant, offset: 0, zone: "UTC") }
}

extension Moment {
  /// As a person reads it: `Sun 8 Mar 2026 03:30 EDT`, seconds only where there are some.
  package var text: String {
    guard let time = CivilTime(local) else { return local }
    let end = local.dropFirst(19)
    return time.spoken + " " + (zone ?? (end == "Z" ? "UTC" : String(end)))
  }

  /// Hours, minutes and seconds in UTC, with the day where it is another: `07:30:00 UTC`.
  package var utcText: String {
    guard let time = CivilTime(utc), let there = CivilTime(local) else { return utc }
    let clock = String(time.text.suffix(8)) + " UTC"
    return time.days == there.days ? clock : time.spokenDate + " " + clock
  }

  /// Both clocks: `Sun 8 Mar 2026 03:30:05 EDT (07:30:05 UTC)`.
  package var bothText: String { zone == "UTC" ? text : "\(text) (\(utcText))" }
}

/// A date and a time of day in no zone, for printing.
struct CivilTime {
  var days: Int64
  /// 0 to 86,399.
  var second: Int64

  init(seconds: Int64) {
    days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
    second = seconds - days * 86400
  }

  /// From the first 19 characters of RFC 3339; nil where they are not that.
  init?(_ text: String) {
    let numbers = text.prefix(19).split(whereSeparator: { "-T:".contains($0) }).map { Int64($0) }
    guard numbers.count == 6, let year = numbers[0], let month = numbers[1], let day = numbers[2],
      let hour = numbers[3], let minute = numbers[4], let second = numbers[5],
      (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    self.days = Self.days(year: year, month: month, day: day)
    self.second = hour * 3600 + minute * 60 + second
  }

  /// Days since 1970 of a Gregorian date, counting years from March (Richards, Explanatory
  /// Supplement to the Astronomical Almanac, 15.11.3).
  static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  var date: (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// `2026-03-08T03:30:00`.
  var text: String {
    let (year, month, day) = date
    return "\(pad(year, 4))-\(pad(month))-\(pad(day))T" + clock(always: true)
  }

  var spoken: String { spokenDate + " " + clock(always: false) }

  var spokenDate: String {
    let (year, month, day) = date
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int((days % 7 + 7) % 7)]
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return "\(weekday) \(day) \(names[Int(month) - 1]) \(year)"
  }

  private func clock(always seconds: Bool) -> String {
    let minutes = "\(pad(second / 3600)):\(pad(second / 60 % 60))"
    return seconds || second % 60 != 0 ? minutes + ":\(pad(second % 60))" : minutes
  }

  /// `-04:00`; seconds are dropped, as RFC 3339 has none.
  static func text(offset: Int) -> String {
    let minutes = Int64(abs(offset) / 60)
    return "\(offset < 0 ? "-" : "+")\(pad(minutes / 60)):\(pad(minutes % 60))"
  }
}

private func pad(_ number: Int64, _ width: Int = 2) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
