extension ExceptionDates {
  /// A file of more days than this is a mistake.
  private static let datesMax = 5000

  /// Reads a list of days, one or a stretch of them a line (`2026-12-24..2026-12-26`; what follows
  /// a space, a comma or `#` is a remark), or an iCalendar file (RFC 5545) whose whole-day events
  /// count, repeated ones until `horizon`. A failure says which line.
  package static func dates(in text: String, until horizon: LocalDate) throws(TimekeepingFailure)
    -> [LocalDate]
  {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let first = lines.first { !$0.allSatisfy(\.isWhitespace) }
    let isCalendar = first.map(trimmed)?.uppercased() == "BEGIN:VCALENDAR"
    let found =
      try isCalendar
      ? HolidayEvents(lines, until: horizon, daysMax: datesMax).days : listedDates(lines)
    guard found.count <= datesMax else {
      throw TimekeepingFailure(
        "more than \(datesMax) days off are too many; expected those that are no working days")
    }
    return found.sorted()
  }

  private static func listedDates(_ lines: [Substring]) throws(TimekeepingFailure) -> Set<LocalDate>
  {
    var found: Set<LocalDate> = []
    for (index, line) in lines.enumerated() where found.count <= datesMax {
      let word = trimmed(line).prefix { !" #\t,".contains($0) }
      if word.isEmpty { continue }
      let days = try reading(line: index + 1) { () throws(TimekeepingFailure) in
        let range = try DaysOff.range(String(word))
        return (0...(range.upperBound - range.lowerBound)).map { range.lowerBound + $0 }
      }
      found.formUnion(days)
    }
    return found
  }

  static func trimmed(_ line: Substring) -> Substring {
    let head = line.drop(while: \.isWhitespace)
    return head.dropLast(head.reversed().prefix(while: \.isWhitespace).count)
  }

  static func reading<Value>(line: Int, _ read: () throws(TimekeepingFailure) -> Value)
    throws(TimekeepingFailure) -> Value
  {
    do { return try read() } catch {
      throw TimekeepingFailure("line \(line): \(error.sentence)")
    }
  }
}
