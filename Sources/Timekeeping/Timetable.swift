/// All occurrences of one enrolment: phases from a start date, in the person's zone.
package struct Timetable: Sendable {
  package let zone: Zone
  let phases: [TimetablePhase]
  let exceptions: ExceptionDates

  /// What a plan says of one phase.
  package struct Part: Sendable {
    package var bounds: PhaseBounds
    package var schedule: Schedule
    package init(_ bounds: PhaseBounds, _ schedule: Schedule) {
      self.bounds = bounds
      self.schedule = schedule
    }
  }

  /// - Parameters:
  ///   - parts: the phases in order.
  ///   - start: day 0, in the person's zone; nothing happens before it.
  ///   - dates: the person's own; a part that counts from one that is not here counts from `start`.
  ///   - time: the person's own time of day, in place of a schedule's only one.
  ///   - exceptions: holidays and other days without check-ins.
  ///   - key: made of the house's secret and the enrolment's id; random windows only.
  ///   - quiet: the person's quiet hours, which random times keep out of.
  ///   - otherZones: those that calendar expressions name themselves (`Schedule.zoneNames`).
  package init(
    parts: [Part], start: LocalDate, dates: PersonalDates = .none, zone: Zone,
    time: LocalTime? = nil, exceptions: ExceptionDates = .none, key: KeyedHash = KeyedHash(0, 0),
    quiet: QuietWindow? = nil, otherZones: [Zone] = []
  ) throws(TimekeepingFailure) {
    self.zone = zone
    self.exceptions = exceptions
    let stretches = PhaseStretch.all(of: parts.map(\.bounds), start: start, dates: dates)
    var built: [TimetablePhase] = []
    for (part, stretch) in zip(parts, stretches) where stretch.first < stretch.end {
      built.append(
        TimetablePhase(
          first: stretch.first, end: stretch.end,
          sources: try TimetableSource.all(
            of: part.schedule, from: stretch.anchor, zone: zone, time: time, key: key,
            quiet: quiet, otherZones: otherZones)))
    }
    phases = built
  }

  /// Phases that follow each other; only the last may have no span, and after the last with a span
  /// all ends.
  package init(
    phases: [(span: Span?, schedule: Schedule)], start: LocalDate, zone: Zone,
    time: LocalTime? = nil, exceptions: ExceptionDates = .none, key: KeyedHash = KeyedHash(0, 0),
    quiet: QuietWindow? = nil, otherZones: [Zone] = []
  ) throws(TimekeepingFailure) {
    try self.init(
      parts: phases.map { Part(PhaseBounds(span: $0.span), $0.schedule) }, start: start,
      zone: zone, time: time, exceptions: exceptions, key: key, quiet: quiet,
      otherZones: otherZones)
  }

  /// The first occurrence after an instant; nil when there is none.
  package func next(after instant: Instant) -> Occurrence? {
    if let found = nextOfSimple(after: instant) { return found }
    // Early: times that a clock change moved over midnight, windows past midnight, and rules that
    // follow the clock of a zone far to the west.
    var date = zone.date(of: instant) - 2
    var best: Occurrence?
    while let day = nextDate(from: date) {
      if let best, best.at < earliest(on: day) { return best }
      for occurrence in occurrences(on: day) where occurrence.at > instant {
        if best.map({ occurrence.at < $0.at }) ?? true { best = occurrence }
        break
      }
      date = day + 1
    }
    return best
  }

  /// The first ones after an instant, at most `limit`: quicker than asking one by one.
  package func next(_ limit: Int, after instant: Instant) -> [Occurrence] {
    var found: [Occurrence] = []
    while found.count < limit, let next = nextOfSimple(after: found.last?.at ?? instant) {
      found.append(next)
    }
    if found.count >= limit { return found }
    let known = found.last?.at ?? instant
    var settled = found.count
    var date = zone.date(of: known) - 2
    while settled < limit, let day = nextDate(from: date) {
      let bound = earliest(on: day)
      settled = found.count { $0.at < bound }
      if settled < limit { found += occurrences(on: day).filter { $0.at > known } }
      date = day + 1
    }
    found.sort { ($0.at, $0.date) < ($1.at, $1.date) }
    return Array(found.prefix(limit))
  }

  /// The quick way for phases of one rule, away from their ends and from exceptions: two days, as
  /// a phase may follow the clock of a zone that is still, or already, on another date.
  private func nextOfSimple(after instant: Instant) -> Occurrence? {
    guard exceptions.isEmpty else { return nil }
    for phase in phases where phase.sources.count == 1 {
      let source = phase.sources[0]
      guard source.zone.date(of: instant) - 2 >= phase.first,
        let found = source.next(after: instant), found.date + 2 < phase.end
      else { continue }
      return found
    }
    return nil
  }

  /// The first occurrence whose identity comes after this one's.
  package func next(afterDate date: LocalDate, slot: Int) -> Occurrence? {
    if let later = occurrences(on: date).first(where: { $0.slot > slot }) { return later }
    var day = nextDate(from: date + 1)
    while let date = day {
      if let first = occurrences(on: date).first { return first }
      day = nextDate(from: date + 1)
    }
    return nil
  }
}
