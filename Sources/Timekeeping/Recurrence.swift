/// A rule with the local time it begins at, in a zone: all that is needed to list its instants.
package struct Recurrence: Hashable, Sendable {
  package let rule: RecurrenceRule
  package let start: LocalDateTime
  package let zone: Zone

  /// `start` counts unless the rule has one itself. The start is only an occurrence when the rule
  /// names it.
  package init(_ rule: RecurrenceRule, start: LocalDateTime, in zone: Zone) {
    self.rule = rule
    self.start = rule.start ?? start
    self.zone = zone
  }

  /// The first occurrence after an instant.
  package func next(after instant: Instant) -> Instant? { zone.next(after: instant, self) }
}

extension Recurrence: WallRule {
  func first(from wall: Int64) -> Int64? { nil }
}
