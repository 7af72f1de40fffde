extension RecurrenceRule {
  private static let weekdayCodes = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

  static func weekday(_ code: String) -> Weekday? {
    weekdayCodes.firstIndex(of: code).flatMap { Weekday(rawValue: $0 + 1) }
  }

  static func code(_ day: Weekday) -> String { weekdayCodes[day.rawValue - 1] }

  /// The normal form: parts in the RFC's order, lists sorted, defaults left out; the rule alone, or
  /// DTSTART, RRULE, EXDATE and RDATE lines when there is more than the rule.
  package var description: String {
    guard start != nil || !exceptions.isEmpty || !additions.isEmpty else { return ruleText }
    var lines: [String] = []
    if let start {
      switch zoneName {
      case nil: lines.append("DTSTART:\(start.basicText)")
      case "UTC": lines.append("DTSTART:\(start.basicText)Z")
      case .some(let name): lines.append("DTSTART;TZID=\(name):\(start.basicText)")
      }
    }
    lines.append("RRULE:\(ruleText)")
    lines += exceptions.map { $0.line("EXDATE") }
    lines += additions.map { $0.line("RDATE") }
    return lines.joined(separator: "\n")
  }

  private var ruleText: String {
    var parts = ["FREQ=\(frequency.rawValue)"]
    if let until { parts.append("UNTIL=\(until.text)") }
    if let count { parts.append("COUNT=\(count)") }
    if interval != 1 { parts.append("INTERVAL=\(interval)") }
    func add(_ name: String, _ values: [Int]) {
      if !values.isEmpty {
        parts.append("\(name)=\(values.map(String.init).joined(separator: ","))")
      }
    }
    add("BYSECOND", seconds)
    add("BYMINUTE", minutes)
    add("BYHOUR", hours)
    if !days.isEmpty { parts.append("BYDAY=\(days.map(\.text).joined(separator: ","))") }
    add("BYMONTHDAY", monthDays)
    add("BYYEARDAY", yearDays)
    add("BYWEEKNO", weekNumbers)
    add("BYMONTH", months)
    add("BYSETPOS", positions)
    if weekStart != .monday { parts.append("WKST=\(Self.code(weekStart))") }
    return parts.joined(separator: ";")
  }
}

extension RecurrenceRule.Day {
  var text: String { "\(ordinal == 0 ? "" : String(ordinal))\(RecurrenceRule.code(weekday))" }
}

extension RecurrenceRule.Until {
  fileprivate var text: String {
    switch self {
    case .instant(let instant): LocalDateTime(milliseconds: instant.milliseconds).basicText + "Z"
    case .local(let local): local.basicText
    case .date(let date): String(LocalDateTime(date, .midnight).basicText.prefix(8))
    }
  }
}

extension RecurrenceRule.Moment {
  fileprivate func line(_ name: String) -> String {
    switch self {
    case .instant(let instant):
      "\(name):\(LocalDateTime(milliseconds: instant.milliseconds).basicText)Z"
    case .local(let local): "\(name):\(local.basicText)"
    case .date(let date):
      "\(name);VALUE=DATE:\(LocalDateTime(date, .midnight).basicText.prefix(8))"
    }
  }
}
