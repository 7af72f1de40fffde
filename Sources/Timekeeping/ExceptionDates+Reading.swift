extension ExceptionDates {
  /// A file larger than this many days is a mistake.
  private static let datesMax = 5000

  /// Reads a list of dates, one a line (what follows a space or `#` is a remark), or an iCalendar
  /// file (RFC 5545) whose whole-day events count, repeated ones until `horizon`.
  package static func dates(in text: String, until horizon: LocalDate) throws(TimekeepingFailure)
    -> [LocalDate]
  {
    let lines = unfolded(text)
    let found =
      lines.first == "BEGIN:VCALENDAR"
      ? try calendarDates(lines, until: horizon) : try listedDates(lines)
    guard found.count <= datesMax else {
      throw TimekeepingFailure("\(found.count) days off are too many; expected at most \(datesMax)")
    }
    return Set(found).sorted()
  }

  /// RFC 5545 section 3.1: a line that begins with a space goes on with the one before.
  private static func unfolded(_ text: String) -> [String] {
    var lines: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      if line.first == " " || line.first == "\t", !lines.isEmpty {
        lines[lines.count - 1] += line.dropFirst()
      } else {
        lines.append(String(line))
      }
    }
    return lines
  }

  private static func listedDates(_ lines: [String]) throws(TimekeepingFailure) -> [LocalDate] {
    var found: [LocalDate] = []
    for line in lines {
      let word = line.prefix { $0 != " " && $0 != "#" && $0 != "\t" && $0 != "," }
      if word.isEmpty, line.allSatisfy({ $0 == " " }) || line.first == "#" { continue }
      found.append(try LocalDate(String(word)))
    }
    return found
  }

  private static func calendarDates(_ lines: [String], until horizon: LocalDate)
    throws(TimekeepingFailure) -> [LocalDate]
  {
    var found: [LocalDate] = []
    var event = HolidayEvent()
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = String(line[line.index(after: colon)...])
      switch line[..<colon].prefix(while: { $0 != ";" }).uppercased() {
      case "BEGIN" where value == "VEVENT": event = HolidayEvent()
      case "END" where value == "VEVENT": found += try event.days(until: horizon)
      case "DTSTART": event.start = value
      case "DTEND": event.end = value
      case "RRULE": event.rule = value
      default: break
      }
    }
    return found
  }
}

/// What counts of a VEVENT.
private struct HolidayEvent {
  var start: String?
  var end: String?
  var rule: String?

  func days(until horizon: LocalDate) throws(TimekeepingFailure) -> [LocalDate] {
    // An event with a time of day is no day off.
    guard let start, start.utf8.count == 8 else { return [] }
    let first = try LocalDateTime(start)
    var length = 1
    if let end, end.utf8.count == 8 {
      length = min(max(1, try LocalDateTime(end).date - first.date), 366)
    }
    var starts = [first.date]
    if let rule {
      let recurrence = Recurrence(try RecurrenceRule(rule), start: first, in: .utc)
      var position = Instant(milliseconds: first.milliseconds)
      while let next = recurrence.next(after: position), Zone.utc.date(of: next) <= horizon,
        starts.count < 1000
      {
        starts.append(Zone.utc.date(of: next))
        position = next
      }
    }
    return starts.flatMap { day in (0..<length).map { day + $0 } }
  }
}
