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
  /// The last that COUNT allows, as a local time; `.max`: there is no COUNT.
  private let last: Int64

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
    if let count = rule.count {
      last = Self.last(count, of: periods, from: self.start)
    } else {
      last = .max
    }
  }

  /// Counting begins at the start; there is no shorter way for rules in general.
  private static func last(_ count: Int, of periods: RecurrencePeriods, from start: LocalDateTime)
    -> Int64
  {
    var last = Int64.min
    var position = start.milliseconds
    for _ in 0..<count {
      guard let found = periods.first(from: position) else { break }
      last = found
      position = found + 1
    }
    return last
  }

  /// Never twice on one local date.
  var isOnceADay: Bool { periods.isOnceADay && additions.isEmpty }

  /// The first occurrence after an instant; nil when there is none before 2200.
  package func next(after instant: Instant) -> Instant? { zone.next(after: instant, self) }
}

extension Recurrence: WallRule {
  /// What the rule gives, what is added and what is taken out, together.
  func first(from wall: Int64) -> Int64? {
    var position = wall
    while true {
      let regular = limited(periods.first(from: position))
      let added = additions.first { $0 >= position }
      guard let found = [regular, added].compactMap(\.self).min() else { return nil }
      if rule.exceptions.isEmpty || !isExcepted(found) { return found }
      position = found + 1
    }
  }

  private func limited(_ wall: Int64?) -> Int64? {
    guard let wall, wall <= last else { return nil }
    guard let until = rule.until else { return wall }
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
