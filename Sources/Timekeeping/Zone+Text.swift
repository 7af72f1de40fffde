extension Zone {
  /// For people: `Sun 8 Mar 2026 03:30 EDT`; seconds only when there are any.
  package func text(of instant: Instant) -> String {
    let local = localDateTime(of: instant)
    return "\(local.date.words) \(local.time) \(abbreviation(at: instant))"
  }
}

extension LocalDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// For people: `Sun 8 Mar 2026`.
  package var words: String {
    let (year, month, day) = civil
    return "\(weekday.shortName) \(day) \(Self.months[month - 1]) \(year)"
  }
}

extension Occurrence {
  /// For people, with what moved it: `Sun 8 Mar 2026 03:30 EDT, moved from 02:30: clocks go
  /// forward`.
  package func text(in zone: Zone) -> String {
    [zone.text(of: at), remark].compactMap(\.self).joined(separator: ", ")
  }

  /// Why it does not stand where the rule puts it, or which of two it is; nil: nothing special.
  package var remark: String? {
    if let change {
      return change.isForward
        ? "moved from \(wall.time): clocks go forward" : "the first of two: clocks go back"
    }
    return daysMoved > 0 ? "moved from \((date - daysMoved).words): a day off" : nil
  }
}
