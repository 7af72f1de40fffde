/// A phase with its dates: from `first` up to, not including, `end`.
struct TimetablePhase: Sendable {
  var first: LocalDate
  var end: LocalDate
  var sources: [TimetableSource]
}

/// One rule of a phase, in the zone whose clock it follows.
struct TimetableSource: Sendable {
  enum Rule: Sendable {
    case calendar(CalendarMatcher)
    case recurrence(Recurrence)
    case window(RandomWindow, KeyedHash, QuietWindow?)
  }

  var rule: Rule
  var zone: Zone

  static func all(
    of schedule: Schedule, from first: LocalDate, zone: Zone, time: LocalTime?, key: KeyedHash,
    quiet: QuietWindow?, otherZones: [Zone]
  ) throws(TimekeepingFailure) -> [TimetableSource] {
    let own = schedule.replaceableTime == nil ? nil : time
    switch schedule.rule {
    case .times(let expressions):
      var sources: [TimetableSource] = []
      for expression in expressions {
        let clock = try Self.zone(named: expression.zoneName, default: zone, among: otherZones)
        let matcher = own.map { expression.at($0).matcher } ?? expression.matcher
        sources.append(TimetableSource(rule: .calendar(matcher), zone: clock))
      }
      return sources
    case .recurrence(let rule, let planned):
      var rule = rule
      if let own, let written = rule.start { rule.start = LocalDateTime(written.date, own) }
      let start = LocalDateTime(first, own ?? planned ?? .midnight)
      let clock = try Self.zone(named: rule.zoneName, default: zone, among: otherZones)
      let recurrence = Recurrence(rule, start: start, in: clock)
      return [TimetableSource(rule: .recurrence(recurrence), zone: clock)]
    case .window(let window):
      return [TimetableSource(rule: .window(window, key, quiet), zone: zone)]
    }
  }

  private static func zone(named name: String?, default zone: Zone, among others: [Zone])
    throws(TimekeepingFailure) -> Zone
  {
    guard let name, name != zone.name else { return zone }
    if name == "UTC" { return .utc }
    guard let other = others.first(where: { $0.name == name }) else {
      throw ZoneNames.unknown(name, in: others.map(\.name))
    }
    return other
  }

  /// The first date, from one on, on which the rule may name a time.
  func date(from date: LocalDate) -> LocalDate? {
    switch rule {
    case .calendar(let matcher): return matcher.date(from: date)
    case .recurrence(let recurrence):
      let wall = recurrence.first(from: LocalDateTime(date, .midnight).milliseconds)
      return wall.map { LocalDateTime(milliseconds: $0).date }
    case .window(let window, _, _):
      return (0..<7).lazy.map { date + $0 }.first { window.days.contains($0.weekday) }
    }
  }

  /// The first occurrence after an instant, where its slot can be told without the day's others:
  /// once a day, or by counting, away from clock changes, which may take slots away.
  @inline(__always)
  func next(after instant: Instant) -> Occurrence? {
    switch rule {
    case .calendar(let matcher):
      guard let found = zone.nextMoment(after: instant, matcher),
        matcher.timesPerDay == 1 || zone.isSteady(around: found.at)
      else { return nil }
      let slot = matcher.slot(of: LocalDateTime(milliseconds: found.wall).time)
      return Occurrence(found, slot: slot)
    case .recurrence(let recurrence):
      guard recurrence.isOnceADay, let found = zone.nextMoment(after: instant, recurrence) else {
        return nil
      }
      return Occurrence(found, slot: 0)
    case .window: return nil
    }
  }

  /// The local times that belong to a date, rising.
  func walls(on date: LocalDate) -> [LocalDateTime] {
    if case .window(let window, let key, let quiet) = rule {
      return window.times(on: date, key: key, quiet: quiet, zone: zone)
    }
    let start = LocalDateTime(date, .midnight).milliseconds
    let day = start..<start + 86_400_000
    let walls =
      switch rule {
      case .calendar(let matcher): matcher.walls(in: day)
      case .recurrence(let recurrence): recurrence.walls(in: day)
      case .window: [Int64]()
      }
    return walls.map(LocalDateTime.init(milliseconds:))
  }

  private func first(from wall: Int64) -> Int64? {
    switch rule {
    case .calendar(let matcher): matcher.first(from: wall)
    case .recurrence(let recurrence): recurrence.first(from: wall)
    case .window: nil
    }
  }

  /// Whether the rule itself names this local time.
  func names(_ wall: LocalDateTime) -> Bool { first(from: wall.milliseconds) == wall.milliseconds }
}

extension CalendarExpression {
  /// The same dates at another time of day.
  func at(_ time: LocalTime) -> CalendarExpression {
    var other = CalendarExpression.daily(at: time)
    other.weekdays = weekdays
    other.years = years
    other.months = months
    other.days = days
    other.fromEndOfMonth = fromEndOfMonth
    other.zoneName = zoneName
    other.compile()
    return other
  }
}

extension Zone {
  /// No clock change within a day and a half.
  fileprivate func isSteady(around instant: Instant) -> Bool {
    nextChange(after: instant - .hours(36)).map { $0.at > instant + .hours(36) } ?? true
  }
}

extension Occurrence {
  fileprivate init(_ moment: Moment, slot: Int) {
    let wall = LocalDateTime(milliseconds: moment.wall)
    self.init(date: wall.date, slot: slot, at: moment.at, wall: wall, change: moment.change)
  }
}
