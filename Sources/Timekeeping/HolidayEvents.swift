/// The whole-day events of an iCalendar file (RFC 5545): VEVENTs whose DTSTART is a date, or which
/// last from midnight to midnight. Of each DTSTART, DTEND or DURATION, RRULE, RDATE, EXDATE, STATUS
/// and RECURRENCE-ID count; all else is passed over.
struct HolidayEvents {
  private(set) var days: Set<LocalDate> = []
  private let horizon: LocalDate
  /// Days long past count for nothing: seven years before the horizon.
  private let earliest: LocalDate

  /// - Parameter daysMax: where there are more, the rest is not looked at.
  init(_ lines: [Substring], until horizon: LocalDate, daysMax: Int) throws(TimekeepingFailure) {
    self.horizon = horizon
    earliest = horizon.adding(Span(months: -84))
    let events = try Self.events(lines)
    let replacing = events.filter { $0.replaces != nil }
    for event in events where !event.isCancelled && days.count <= daysMax {
      days.formUnion(try days(of: event, among: event.replaces == nil ? replacing : []))
    }
  }

  // MARK: Reading

  /// RFC 5545 section 3.1: a line that begins with a space goes on with the one before. What an
  /// event has within it (section 3.6.6: alarms) is passed over.
  private static func events(_ lines: [Substring]) throws(TimekeepingFailure) -> [HolidayEvent] {
    var events: [HolidayEvent] = []
    var open: HolidayEvent?
    var inner = 0
    var index = 0
    while index < lines.count {
      let number = index + 1
      var line = String(lines[index])
      index += 1
      while index < lines.count, let first = lines[index].first, first == " " || first == "\t" {
        line += lines[index].dropFirst()
        index += 1
      }
      guard let (name, parameters, value) = property(line) else { continue }
      switch (name, value.uppercased()) {
      case ("BEGIN", "VEVENT"): (open, inner) = (HolidayEvent(line: number), 0)
      case ("END", "VEVENT"):
        if let event = open { events.append(event) }
        (open, inner) = (nil, 0)
      case ("BEGIN", _): inner += open == nil ? 0 : 1
      case ("END", _): inner = max(0, inner - 1)
      default: if inner == 0 { open?.take(name, parameters, value) }
      }
    }
    guard open == nil else {
      throw TimekeepingFailure(
        "line \(open?.line ?? 0): the event has no END:VEVENT; expected the whole file")
    }
    return events
  }

  /// Name, parameters and value of a line; a colon within quotes belongs to a parameter.
  private static func property(_ line: String) -> (String, [Substring], String)? {
    var isQuoted = false
    let colon = line.firstIndex { character in
      if character == "\"" { isQuoted.toggle() }
      return character == ":" && !isQuoted
    }
    guard let colon else { return nil }
    let head = line[..<colon].split(separator: ";")
    let value = ExceptionDates.trimmed(line[line.index(after: colon)...])
    return (head.first?.uppercased() ?? "", Array(head.dropFirst()), String(value))
  }

  // MARK: Days

  private func days(of event: HolidayEvent, among replacing: [HolidayEvent])
    throws(TimekeepingFailure) -> [LocalDate]
  {
    try ExceptionDates.reading(line: event.line) { () throws(TimekeepingFailure) in
      guard let (first, length) = try event.stretch() else { return [] }
      var excepted: [LocalDate] = []
      for text in event.excepted { excepted.append(try HolidayEvent.date(text)) }
      for other in replacing where other.uid == event.uid && other.uid != nil {
        if let text = other.replaces { excepted.append(try HolidayEvent.date(text)) }
      }
      var starts = try starts(of: event, from: first)
      for text in event.added { starts.append(try HolidayEvent.date(text)) }
      return starts.filter { !excepted.contains($0) }
        .flatMap { day in (0..<length).map { day + $0 } }.filter { $0 >= earliest }
    }
  }

  private func starts(of event: HolidayEvent, from first: LocalDate) throws(TimekeepingFailure)
    -> [LocalDate]
  {
    guard let rule = event.rule else { return [first] }
    let recurrence = Recurrence(
      try RecurrenceRule(rule), start: LocalDateTime(first, .midnight), in: .utc)
    var starts = [first]
    // No event is longer than a year.
    let from = LocalDateTime(max(first, earliest - 366), .midnight)
    var position = Instant(milliseconds: from.milliseconds)
    while let next = recurrence.next(after: position) {
      let day = Zone.utc.date(of: next)
      guard day <= horizon else { break }
      starts.append(day)
      position = Instant(milliseconds: LocalDateTime(day + 1, .midnight).milliseconds - 1)
    }
    return starts
  }
}

/// What counts of a VEVENT.
private struct HolidayEvent {
  /// Where it begins.
  var line: Int
  var uid: String?
  var start: String?
  var end: String?
  var duration: String?
  var rule: String?
  var added: [String] = []
  var excepted: [String] = []
  /// RECURRENCE-ID: it stands in place of that repeat.
  var replaces: String?
  var isCancelled = false

  init(line: Int) { self.line = line }

  mutating func take(_ name: String, _ parameters: [Substring], _ value: String) {
    switch name {
    case "UID": uid = value
    case "DTSTART": start = value
    case "DTEND": end = value
    case "DURATION": duration = value.uppercased()
    case "RRULE": rule = value
    case "RDATE": added += value.split(separator: ",").map(String.init)
    case "EXDATE": excepted += value.split(separator: ",").map(String.init)
    case "RECURRENCE-ID": replaces = value
    case "STATUS": isCancelled = value.uppercased() == "CANCELLED"
    default: break
    }
  }

  static func date(_ text: String) throws(TimekeepingFailure) -> LocalDate {
    try LocalDateTime(text.hasSuffix("Z") ? String(text.dropLast()) : text).date
  }

  /// First day and number of days, at most 366; nil: it is at a time of day, and so no day off.
  func stretch() throws(TimekeepingFailure) -> (LocalDate, Int)? {
    guard let start else { return nil }
    let first = try Self.date(start)
    let isDate = start.utf8.count == 8
    guard isDate || start.hasSuffix("T000000") else { return nil }
    if let end {
      guard end.utf8.count == 8 || end.hasSuffix("T000000") else { return nil }
      return (first, min(max(1, try Self.date(end) - first), 366))
    }
    if let days = wholeDays { return (first, min(max(1, days), 366)) }
    return isDate ? (first, 1) : nil
  }

  /// RFC 5545 section 3.3.6, in days or weeks.
  private var wholeDays: Int? {
    guard let duration, duration.hasPrefix("P"), let unit = duration.last,
      let count = Int(duration.dropFirst().dropLast())
    else { return nil }
    let limited = min(max(count, 0), 366)
    return unit == "D" ? limited : unit == "W" ? limited * 7 : nil
  }
}
