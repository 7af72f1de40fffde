/// An iCalendar file (RFC 5545) of coming check-ins. Its titles are the caller's: they stand on
/// screens that others see.
package enum CalendarFeed {
  /// - Parameters:
  ///   - title: of every event and of the calendar; nothing that tells what it is about.
  ///   - occurrences: each with what identifies its enrolment; with date and slot it makes an
  ///     event's UID.
  package static func text(
    of occurrences: [(occurrence: Occurrence, enrolment: String)], title: String, now: Instant
  ) -> String {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kith//EN", "CALSCALE:GREGORIAN",
      "X-WR-CALNAME:\(escaped(title))",
    ]
    for (occurrence, identifier) in occurrences {
      lines += [
        "BEGIN:VEVENT",
        "UID:\(identifier)-\(occurrence.date)-\(occurrence.slot)@kith",
        "DTSTAMP:\(utc(now))",
        "DTSTART:\(utc(occurrence.at))",
        "SUMMARY:\(escaped(title))",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
      ]
    }
    lines.append("END:VCALENDAR")
    return lines.flatMap(folded).map { $0 + "\r\n" }.joined()
  }

  private static func utc(_ instant: Instant) -> String {
    LocalDateTime(milliseconds: instant.milliseconds).basicText + "Z"
  }

  /// RFC 5545 section 3.3.11.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", ";", ",": result += "\\\(character)"
      case _ where character.isNewline: result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }

  /// RFC 5545 section 3.1: at most 75 octets a line, whole characters.
  private static func folded(_ line: String) -> [String] {
    var lines: [String] = []
    var current = ""
    for character in line {
      if current.utf8.count + character.utf8.count > 74 {
        lines.append(current)
        current = " "
      }
      current.append(character)
    }
    lines.append(current)
    return lines
  }
}
