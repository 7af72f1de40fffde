/// When a phase of a plan asks: one rule, in the person's own zone.
package struct Schedule: Hashable, Sendable {
  package enum Rule: Hashable, Sendable {
    /// Any of these.
    case times([CalendarExpression])
    /// From the phase's first day on, at `time`, unless the rule names its own times of day.
    case recurrence(RecurrenceRule, time: LocalTime?)
    case window(RandomWindow)

    package static func random(_ window: RandomWindow) -> Rule { .window(window) }
  }

  package let rule: Rule

  package init(_ rule: Rule) { self.rule = rule }

  /// Reads calendar expressions; at least one.
  package init(at texts: [String]) throws(TimekeepingFailure) {
    guard !texts.isEmpty else {
      throw TimekeepingFailure("a schedule without a time never asks; expected one like \"09:00\"")
    }
    var expressions: [CalendarExpression] = []
    for text in texts { expressions.append(try CalendarExpression(text)) }
    rule = .times(expressions)
  }

  /// Reads a recurrence rule and the time of day it happens at.
  package init(rrule: String, time: String?) throws(TimekeepingFailure) {
    let time = try time.map { text throws(TimekeepingFailure) in try LocalTime(text) }
    rule = .recurrence(try RecurrenceRule(rrule), time: time)
  }

  package static func daily(at time: LocalTime) -> Schedule {
    Schedule(.times([.daily(at: time)]))
  }

  /// Names of zones that the rules carry themselves; each must exist.
  package var zoneNames: [String] {
    switch rule {
    case .times(let expressions): expressions.compactMap(\.zoneName)
    case .recurrence(let rule, _): rule.zoneName.map { [$0] } ?? []
    case .window: []
    }
  }

  /// A person's own time of day takes the place of this one; nil when the schedule has several a
  /// day or random ones, which stay as they are.
  package var replaceableTime: LocalTime? {
    switch rule {
    case .times(let expressions): expressions.count == 1 ? expressions[0].onlyTime : nil
    case .recurrence(let rule, let time):
      rule.namesTimes ? nil : rule.start?.time ?? time ?? .midnight
    case .window: nil
    }
  }
}

extension Schedule: Codable {
  private enum Key: String, CodingKey {
    case at, rrule, time, random
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let rule = try container.decodeIfPresent(RecurrenceRule.self, forKey: .rrule) {
      let time = try container.decodeIfPresent(LocalTime.self, forKey: .time)
      self.rule = .recurrence(rule, time: time)
    } else if let window = try container.decodeIfPresent(RandomWindow.self, forKey: .random) {
      rule = .window(window)
    } else {
      rule = .times(try container.decode([CalendarExpression].self, forKey: .at))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch rule {
    case .times(let expressions): try container.encode(expressions, forKey: .at)
    case .recurrence(let rule, let time):
      try container.encode(rule, forKey: .rrule)
      try container.encodeIfPresent(time, forKey: .time)
    case .window(let window): try container.encode(window, forKey: .random)
    }
  }
}
