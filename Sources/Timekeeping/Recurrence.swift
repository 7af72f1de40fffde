/// A rule with the local time it begins at, in a zone: all that is needed to list its instants.
///
/// The rule runs on the wall, hourly rules too. The start is an occurrence only when the rule
/// names it.
package struct Recurrence: Sendable {
  package let rule: RecurrenceRule
  package let start: LocalDateTime
  package let zone: Zone
  private let periods: RecurrencePeriods
  /// RDATE, as local times, rising.
  private let additions: [Int64]

  /// `start` counts unless the rule has one itself.
  package init(_ rule: RecurrenceRule, start: LocalDateTime, in zone: Zone) {
    self.rule = rule
    let start = rule.start ?? start
    self.start = LocalDateTime(milliseconds: floorDivide(start.milliseconds, 1000) * 1000)
    self.zone = zone
    periods = RecurrencePeriods(rule, start: self.start)
    let time = self.start.time
    additions = rule.additions.map { moment in
      switch moment {
      case .instant(let instant): zone.localDateTime(of: instant).milliseconds
      case .local(let local): local.milliseconds
      case .date(let date): LocalDateTime(date, time).milliseconds
      }
    }.sorted()
  }

  /// Never twice on one local date.
  var isOnceADay: Bool { periods.isOnceADay && additions.isEmpty }

  /// The first occurrence after an instant; nil when there is none before 2200.
  package func next(after instant: Instant) -> Instant? { zone.next(after: instant, self) }
}

extension Recurrence: WallRule {
  func first(from wall: Int64) -> Int64? { first(from: wall) { firstOfRule(from: $0) } }

  /// What the rule gives, what is added and what is taken out, together.
  private func first(from wall: Int64, _ firstOfRule: (Int64) -> Int64?) -> Int64? {
    var position = wall
    while true {
      let regular = firstOfRule(position)
      let added = additions.first { $0 >= position }
      guard let found = [regular, added].compactMap(\.self).min() else { return nil }
      if rule.exceptions.isEmpty || !isExcepted(found) { return found }
      position = found + 1
    }
  }

  /// With COUNT one pass does for all, as each `first` has to count from the start.
  func walls(in range: Range<Int64>) -> [Int64] {
    guard let count = rule.count else {
      return allWalls(in: range) { firstOfRule(from: $0) }
    }
    var counted: [Int64] = []
    var position = start.milliseconds
    for _ in 0..<count {
      guard let found = periods.first(from: position), found < range.upperBound else { break }
      if found >= range.lowerBound { counted.append(found) }
      position = found + 1
    }
    var index = 0
    return allWalls(in: range) { position in
      while index < counted.count, counted[index] < position { index += 1 }
      return index < counted.count ? counted[index] : nil
    }
  }

  private func allWalls(in range: Range<Int64>, _ firstOfRule: (Int64) -> Int64?) -> [Int64] {
    var walls: [Int64] = []
    var position = range.lowerBound
    while let found = first(from: position, firstOfRule), found < range.upperBound {
      walls.append(found)
      position = found + 1
    }
    return walls
  }

  private func firstOfRule(from wall: Int64) -> Int64? {
    guard let count = rule.count else { return limited(periods.first(from: wall)) }
    // Counting begins at the start; there is no shorter way for rules in general.
    var position = start.milliseconds
    for _ in 0..<count {
      guard let found = periods.first(from: position) else { return nil }
      if found >= wall { return found }
      position = found + 1
    }
    return nil
  }

  private func limited(_ wall: Int64?) -> Int64? {
    guard let wall, let until = rule.until else { return wall }
    switch until {
    case .local(let last): return wall <= last.milliseconds ? wall : nil
    case .date(let last): return LocalDateTime(milliseconds: wall).date <= last ? wall : nil
    case .instant(let last):
      let (instant, change) = zone.instant(of: LocalDateTime(milliseconds: wall))
      if instant <= last { return wall }
      guard let change, change.isForward, change.at <= last else { return nil }
      // Moved out of a gap beyond the end; times right behind the gap may still be before it.
      return limited(
        periods.first(from: change.at.milliseconds + Int64(change.offsetAfter) * 1000))
    }
  }

  private func isExcepted(_ wall: Int64) -> Bool {
    let local = LocalDateTime(milliseconds: wall)
    return rule.exceptions.contains { moment in
      switch moment {
      case .local(let other): other == local
      case .date(let date): date == local.date
      case .instant(let instant): zone.instant(of: local).instant == instant
      }
    }
  }
}
