/// Reads recurrence rules and the lines that may come with them (RFC 5545 sections 3.3.10, 3.8.5).
struct RecurrenceParser {
  private let text: String
  private var rule = RecurrenceRule()
  private var seen: [String] = []
  /// TZIDs of EXDATE and RDATE lines.
  private var momentZones: [String] = []

  init(_ text: String) { self.text = text }

  private func failure(_ expected: String) -> TimekeepingFailure {
    TimekeepingFailure("\"\(text)\" is not a recurrence rule; expected \(expected)")
  }

  mutating func parse() throws(TimekeepingFailure) -> RecurrenceRule {
    let lines = text.split(whereSeparator: \.isNewline)
    var hasRule = false
    for line in lines {
      guard let colon = line.firstIndex(of: ":") else {
        try parseRule(line)
        hasRule = true
        continue
      }
      let head = line[..<colon].split(separator: ";")
      let value = line[line.index(after: colon)...]
      switch head.first?.uppercased() ?? "" {
      case "RRULE":
        guard !hasRule else { throw failure("one RRULE line, not two") }
        try parseRule(value)
        hasRule = true
      case "DTSTART": try parseStart(head.dropFirst(), value)
      case "EXDATE": rule.exceptions += try moments(head.dropFirst(), value)
      case "RDATE": rule.additions += try moments(head.dropFirst(), value)
      default: throw failure("lines DTSTART, RRULE, EXDATE and RDATE, not \"\(line)\"")
      }
    }
    guard hasRule else { throw failure("one like FREQ=WEEKLY;BYDAY=MO") }
    try check()
    return rule
  }
}

// MARK: - Parts

extension RecurrenceParser {
  private mutating func parseRule(_ text: some StringProtocol) throws(TimekeepingFailure) {
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, !pair[1].isEmpty else {
        throw failure("parts like FREQ=DAILY between semicolons, not \"\(part)\"")
      }
      let name = pair[0].uppercased()
      guard !seen.contains(name) else { throw failure("\(name) once, not twice") }
      seen.append(name)
      try parsePart(name, pair[1].uppercased())
    }
    guard seen.contains("FREQ") else { throw failure("FREQ=, like FREQ=DAILY") }
  }

  private mutating func parsePart(_ name: String, _ value: String) throws(TimekeepingFailure) {
    switch name {
    case "FREQ": rule.frequency = try frequency(value)
    case "INTERVAL": rule.interval = try number(name, value, 1...1_000_000)
    case "COUNT": rule.count = try number(name, value, 1...1_000_000)
    case "UNTIL": rule.until = try until(value)
    case "BYSECOND": rule.seconds = try numbers(name, value, 0...60)
    case "BYMINUTE": rule.minutes = try numbers(name, value, 0...59)
    case "BYHOUR": rule.hours = try numbers(name, value, 0...23)
    case "BYMONTHDAY": rule.monthDays = try numbers(name, value, 1...31, signed: true)
    case "BYYEARDAY": rule.yearDays = try numbers(name, value, 1...366, signed: true)
    case "BYWEEKNO": rule.weekNumbers = try numbers(name, value, 1...53, signed: true)
    case "BYMONTH": rule.months = try numbers(name, value, 1...12)
    case "BYSETPOS": rule.positions = try numbers(name, value, 1...366, signed: true)
    case "BYDAY": rule.days = try days(value)
    case "WKST":
      guard let day = RecurrenceRule.weekday(value) else {
        throw failure("WKST of MO to SU, not \"\(value)\"")
      }
      rule.weekStart = day
    default: throw failure("parts that RFC 5545 knows, not \"\(name)\"")
    }
  }

  private func frequency(_ value: String) throws(TimekeepingFailure) -> RecurrenceRule.Frequency {
    guard let frequency = RecurrenceRule.Frequency(rawValue: value) else {
      throw failure("FREQ of YEARLY to SECONDLY, not \"\(value)\"")
    }
    return frequency
  }

  private func number(_ name: String, _ value: some StringProtocol, _ range: ClosedRange<Int>)
    throws(TimekeepingFailure) -> Int
  {
    guard value.utf8.allSatisfy(\.isDigit), let number = Int(value), range.contains(number) else {
      throw failure("\(name) of \(range.lowerBound) to \(range.upperBound), not \"\(value)\"")
    }
    return number
  }

  /// Sorted, each once.
  private func numbers(
    _ name: String, _ value: String, _ range: ClosedRange<Int>, signed: Bool = false
  ) throws(TimekeepingFailure) -> [Int] {
    var found: [Int] = []
    for item in value.split(separator: ",", omittingEmptySubsequences: false) {
      let isNegative = signed && item.hasPrefix("-")
      let digits = signed && (isNegative || item.hasPrefix("+")) ? item.dropFirst() : item
      let number = try number(name, digits, range)
      found.append(isNegative ? -number : number)
    }
    return Set(found).sorted()
  }

  private func days(_ value: String) throws(TimekeepingFailure) -> [RecurrenceRule.Day] {
    var found: [RecurrenceRule.Day] = []
    for item in value.split(separator: ",", omittingEmptySubsequences: false) {
      var ordinal = 0
      let head = item.dropLast(2)
      if !head.isEmpty {
        let digits = head.hasPrefix("-") || head.hasPrefix("+") ? head.dropFirst() : head
        ordinal = try number("BYDAY", digits, 1...53) * (head.hasPrefix("-") ? -1 : 1)
      }
      guard let weekday = RecurrenceRule.weekday(String(item.suffix(2))) else {
        throw failure("BYDAY of days like MO, 2TU or -1FR, not \"\(item)\"")
      }
      found.append(RecurrenceRule.Day(ordinal: ordinal, weekday: weekday))
    }
    return Set(found).sorted {
      ($0.ordinal, $0.weekday.rawValue) < ($1.ordinal, $1.weekday.rawValue)
    }
  }
}

// MARK: - Dates

extension RecurrenceParser {
  private func moment(_ text: some StringProtocol) throws(TimekeepingFailure)
    -> RecurrenceRule.Moment
  {
    var cursor = TextCursor(text)
    let isDate = text.utf8.count == 8
    guard let local = LocalDateTime(readingBasic: &cursor) else {
      throw failure("a date like 20260308 or a time like 20260308T023000, not \"\(text)\"")
    }
    if cursor.take("Z"), cursor.isAtEnd, !isDate {
      return .instant(Instant(milliseconds: local.milliseconds))
    }
    guard cursor.isAtEnd else {
      throw failure("a time like 20260308T023000 or 20260308T023000Z, not \"\(text)\"")
    }
    return isDate ? .date(local.date) : .local(local)
  }

  private func until(_ value: String) throws(TimekeepingFailure) -> RecurrenceRule.Until {
    switch try moment(value) {
    case .instant(let instant): .instant(instant)
    case .local(let local): .local(local)
    case .date(let date): .date(date)
    }
  }

  private mutating func parseStart(_ parameters: ArraySlice<Substring>, _ value: Substring)
    throws(TimekeepingFailure)
  {
    guard rule.start == nil else { throw failure("one DTSTART line, not two") }
    rule.zoneName = try zoneName(parameters)
    switch try moment(value) {
    case .local(let local): rule.start = local
    case .date(let date): rule.start = LocalDateTime(date, .midnight)
    case .instant(let instant):
      rule.start = LocalDateTime(milliseconds: instant.milliseconds)
      rule.zoneName = "UTC"
    }
  }

  private mutating func moments(_ parameters: ArraySlice<Substring>, _ value: Substring)
    throws(TimekeepingFailure) -> [RecurrenceRule.Moment]
  {
    for parameter in parameters where parameter.uppercased() == "VALUE=PERIOD" {
      throw failure("dates and times, not periods")
    }
    if let name = try zoneName(parameters) { momentZones.append(name) }
    var found: [RecurrenceRule.Moment] = []
    for item in value.split(separator: ",", omittingEmptySubsequences: false) {
      found.append(try moment(item))
    }
    return found
  }

  private func zoneName(_ parameters: ArraySlice<Substring>) throws(TimekeepingFailure) -> String? {
    guard let parameter = parameters.first(where: { $0.uppercased().hasPrefix("TZID=") }) else {
      return nil
    }
    let name = String(parameter.dropFirst(5))
    guard ZoneNames.isPlausible(name) else {
      throw failure("a TZID like Europe/Berlin, not \"\(name)\"")
    }
    return name
  }
}

// MARK: - What goes together

extension RecurrenceParser {
  private func check() throws(TimekeepingFailure) {
    if rule.count != nil, rule.until != nil { throw failure("COUNT or UNTIL, not both") }
    let byParts = seen.filter { $0.hasPrefix("BY") && $0 != "BYSETPOS" }
    if !rule.positions.isEmpty, byParts.isEmpty {
      throw failure("another BY part beside BYSETPOS, for it chooses among what that gives")
    }
    if let other = momentZones.first(where: { $0 != rule.zoneName }) {
      throw failure("DTSTART, EXDATE and RDATE of one zone, not \(other) beside another or none")
    }
    if rule.seconds == [60] {
      throw failure("BYSECOND of 0 to 59: a second 60 never comes on this clock")
    }
    try checkDays()
  }

  /// RFC 5545 section 3.3.10, the table and the MUST NOTs; and what libraries dispute.
  private func checkDays() throws(TimekeepingFailure) {
    let frequency = rule.frequency
    if !rule.weekNumbers.isEmpty {
      guard frequency == .yearly else { throw failure("BYWEEKNO only with FREQ=YEARLY") }
      guard !rule.days.isEmpty else {
        throw failure("BYDAY beside BYWEEKNO: without it some read the whole week, some one day")
      }
    }
    if !rule.yearDays.isEmpty, [.monthly, .weekly, .daily].contains(frequency) {
      throw failure("BYYEARDAY not with FREQ=\(frequency.rawValue)")
    }
    if !rule.monthDays.isEmpty, frequency == .weekly {
      throw failure("BYMONTHDAY not with FREQ=WEEKLY")
    }
    guard let day = rule.days.first(where: { $0.ordinal != 0 }) else { return }
    guard [.yearly, .monthly].contains(frequency), rule.weekNumbers.isEmpty else {
      throw failure("\(day.text) only with FREQ=MONTHLY, or FREQ=YEARLY without BYWEEKNO")
    }
  }
}
