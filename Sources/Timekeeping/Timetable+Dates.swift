extension Timetable {
  /// The first date, from one on, that may have occurrences, those put off to it included.
  func nextDate(from date: LocalDate) -> LocalDate? {
    guard exceptions.lookBack > 0 else { return nextRuleDate(from: date) }
    var best: LocalDate?
    var origin = nextRuleDate(from: date - exceptions.lookBack)
    while let day = origin {
      if let best, day >= best { return best }
      if let target = exceptions.day(for: day), target >= date {
        best = best.map { min($0, target) } ?? target
      }
      origin = nextRuleDate(from: day + 1)
    }
    return best
  }

  /// The first date, from one on, that the rules name.
  private func nextRuleDate(from date: LocalDate) -> LocalDate? {
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

  /// All occurrences that belong to a date, in order; slots are their places. What a day off puts
  /// off belongs to the day it is put off to.
  package func occurrences(on date: LocalDate) -> [Occurrence] {
    var found: [Occurrence] = []
    for origin in origins(of: date) {
      guard let phase = phases.first(where: { $0.first <= origin && origin < $0.end }) else {
        continue
      }
      for source in phase.sources {
        for wall in source.walls(on: origin) {
          let shifted = LocalDateTime(
            milliseconds: wall.milliseconds + Int64(date - origin) * 86_400_000)
          let (at, change) = source.zone.instant(of: shifted)
          if change?.isForward == true, isTaken(at) { continue }
          var occurrence = Occurrence(date: date, slot: 0, at: at, wall: shifted, change: change)
          occurrence.daysMoved = date - origin
          found.append(occurrence)
        }
      }
    }
    // Of two at one moment the one that was not put off counts.
    found.sort { ($0.at, $0.daysMoved) < ($1.at, $1.daysMoved) }
    var slots: [Occurrence] = []
    for var occurrence in found where occurrence.at != slots.last?.at {
      occurrence.slot = slots.count
      slots.append(occurrence)
    }
    return slots
  }

  /// The dates whose occurrences happen on a date: it, and days off before it.
  private func origins(of date: LocalDate) -> [LocalDate] {
    if exceptions.isEmpty { return [date] }
    let before = stride(from: exceptions.lookBack, to: 0, by: -1).map { date - $0 }
    return (before + [date]).filter { exceptions.day(for: $0) == date }
  }

  /// The dates after one and before another on which something would happen, were they not days
  /// off, and which are not put off: at most the first 31 of them.
  package func daysOff(after date: LocalDate, before end: LocalDate) -> [LocalDate] {
    guard !exceptions.isEmpty else { return [] }
    var found: [LocalDate] = []
    var day = nextRuleDate(from: date + 1)
    while let next = day, next < end, found.count < 31 {
      if exceptions.contains(next), hasTimes(on: next), !isPutOff(next) { found.append(next) }
      day = nextRuleDate(from: next + 1)
    }
    return found
  }

  /// Whether something of a day off happens later; not where each of its times is taken there.
  private func isPutOff(_ date: LocalDate) -> Bool {
    guard let target = exceptions.day(for: date) else { return false }
    return occurrences(on: target).contains { $0.daysMoved == target - date }
  }

  private func hasTimes(on date: LocalDate) -> Bool {
    phases.first { $0.first <= date && date < $0.end }?
      .sources.contains { !$0.walls(on: date).isEmpty } ?? false
  }

  /// Those that meet a clock change, from an instant up to another, at most `limit`.
  package func meetingChanges(after instant: Instant, until end: Instant, limit: Int = 16)
    -> [Occurrence]
  {
    var zones = [zone]
    for source in phases.flatMap(\.sources) where !zones.contains(source.zone) {
      zones.append(source.zone)
    }
    var found: [Occurrence] = []
    var seen: Set<Instant> = []
    for (change, day) in zones.flatMap({ Self.changes(of: $0, after: instant, until: end) })
      .sorted(by: { $0.at < $1.at }) where seen.insert(change).inserted && found.count < limit
    {
      for date in [day - 1, day, day + 1] {
        found += occurrences(on: date).filter { $0.change?.at == change }
      }
    }
    return Array(found.prefix(limit))
  }

  /// Clock changes of a zone, each with the local date it comes on.
  private static func changes(of zone: Zone, after instant: Instant, until end: Instant) -> [(
    at: Instant, day: LocalDate
  )] {
    var changes: [(at: Instant, day: LocalDate)] = []
    var position = instant
    while let change = zone.nextChange(after: position), change.at < end {
      changes.append((change.at, zone.date(of: change.at)))
      position = change.at
    }
    return changes
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

extension Timetable {
  /// Whether a date is the person's own day off, and not a holiday.
  package func isOwnDayOff(_ date: LocalDate) -> Bool { exceptions.isOwn(date) }
}
