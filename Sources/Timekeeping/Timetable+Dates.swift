extension Timetable {
  /// The first date, from one on, that may have occurrences.
  func nextDate(from date: LocalDate) -> LocalDate? {
    guard date <= CalendarMatcher.lastDay else { return nil }
    for phase in phases where phase.end > date {
      let start = max(date, phase.first)
      var best: LocalDate?
      for source in phase.sources {
        guard let found = source.date(from: start), found < phase.end else { continue }
        best = best.map { min($0, found) } ?? found
      }
      if let best { return best }
    }
    return nil
  }

  /// What no occurrence of a date can come before: the local day's first moment in the zone that is
  /// farthest ahead.
  func earliest(on date: LocalDate) -> Instant {
    Instant(milliseconds: LocalDateTime(date, .midnight).milliseconds) - .hours(26)
  }

  /// All occurrences that belong to a date, in order; slots are their places.
  package func occurrences(on date: LocalDate) -> [Occurrence] {
    guard let phase = phases.first(where: { $0.first <= date && date < $0.end }),
      let day = exceptions.day(for: date)
    else { return [] }
    var found: [Occurrence] = []
    for source in phase.sources {
      for wall in source.walls(on: date) {
        let shifted = LocalDateTime(
          milliseconds: wall.milliseconds + Int64(day - date) * 86_400_000)
        let (at, change) = source.zone.instant(of: shifted)
        if day != date || change?.isForward == true, isTaken(at) { continue }
        var occurrence = Occurrence(date: date, slot: 0, at: at, wall: shifted, change: change)
        occurrence.daysMoved = day - date
        found.append(occurrence)
      }
    }
    found.sort { $0.at < $1.at }
    var slots: [Occurrence] = []
    for var occurrence in found where occurrence.at != slots.last?.at {
      occurrence.slot = slots.count
      slots.append(occurrence)
    }
    return slots
  }

  /// Those that meet a clock change, from an instant up to another, at most `limit`.
  package func meetingChanges(after instant: Instant, until end: Instant, limit: Int = 16)
    -> [Occurrence]
  {
    var found: [Occurrence] = []
    var position = instant
    while found.count < limit, let change = zone.nextChange(after: position), change.at < end {
      let day = zone.date(of: change.at)
      for date in [day - 1, day, day + 1] {
        found += occurrences(on: date).filter { $0.change?.at == change.at }
      }
      position = change.at
    }
    return Array(found.prefix(limit))
  }

  /// Whether a rule names this moment without any moving; what was moved onto it is then dropped.
  private func isTaken(_ instant: Instant) -> Bool {
    for phase in phases {
      for source in phase.sources {
        let wall = source.zone.localDateTime(of: instant)
        if wall.date >= phase.first, wall.date < phase.end, source.names(wall),
          exceptions.day(for: wall.date) == wall.date
        {
          return true
        }
      }
    }
    return false
  }
}
