import Reading
import Timekeeping

/// Reads one rule of when to ask: `at`, `rrule` with `time`, or `random`.
struct ScheduleReader {
  private static let keys = ["at", "rrule", "time", "random"]

  let faults: FaultList

  func isMentioned(in node: MarkedNode) -> Bool { Self.keys.contains { node[$0] != nil } }

  /// Nil when there is none, or something in it is wrong.
  func read(_ form: Form) -> Schedule? {
    let at = form.value("at")
    let rrule = form.value("rrule")
    let time = form.value("time")
    let random = form.value("random")
    let given = [at, rrule, random].compactMap(\.self)
    if given.count > 1 {
      faults.add(given[1], "expected one of at, rrule and random, found more")
    }
    if let time, rrule == nil { faults.add(time, "expected it beside rrule only") }
    if let at { return times(at) }
    if let rrule { return recurrence(rrule, time) }
    return random.flatMap(window)
  }

  private func times(_ node: MarkedNode) -> Schedule? {
    let items = node.list ?? [node]
    let expressions = items.compactMap { item -> CalendarExpression? in
      guard let text = item.text else {
        faults.add(item, "expected a time as \"09:00\" or \"Mon,Wed 09:00\", found \(item.inWords)")
        return nil
      }
      return reading(item) { () throws(TimekeepingFailure) in try expression(text) }
    }
    if items.isEmpty { faults.add(node, "expected at least one time, as \"09:00\"") }
    return expressions.count == items.count && !items.isEmpty ? Schedule(.times(expressions)) : nil
  }

  /// More often than every minute nobody can be asked.
  private static func check(_ text: String, _ timesPerDay: Int) throws(TimekeepingFailure) {
    guard timesPerDay <= 1440 else {
      throw TimekeepingFailure(
        "\"\(text)\" comes \(timesPerDay) times a day; expected at most every minute")
    }
  }

  private func rule(_ text: String) throws(TimekeepingFailure) -> RecurrenceRule {
    let rule = try RecurrenceRule(text)
    try Self.check(text, rule.timesPerDay)
    return rule
  }

  private func expression(_ text: String) throws(TimekeepingFailure) -> CalendarExpression {
    let expression = try CalendarExpression(text)
    try Self.check(text, expression.timesPerDay)
    return expression
  }

  private func recurrence(_ node: MarkedNode, _ time: MarkedNode?) -> Schedule? {
    guard let text = node.text ?? lines(node) else {
      faults.add(node, "expected a rule as FREQ=WEEKLY;BYDAY=MO (RFC 5545), found \(node.inWords)")
      return nil
    }
    let rule = reading(node) { () throws(TimekeepingFailure) in try self.rule(text) }
    let local = time.flatMap { node in
      reading(node) { () throws(TimekeepingFailure) in try LocalTime(node.text ?? "") }
    }
    guard let rule else { return nil }
    if let time, rule.start != nil {
      faults.add(time, "expected it here or in DTSTART, found both")
    }
    if time == nil, !rule.namesTimes, rule.start == nil {
      faults.add(node, "expected time: beside the rule, as time: \"09:00\"")
      return nil
    }
    return Schedule(.recurrence(rule, time: local))
  }

  /// Lines given as a list: DTSTART, RRULE, EXDATE, RDATE.
  private func lines(_ node: MarkedNode) -> String? {
    guard let items = node.list else { return nil }
    let texts = items.compactMap(\.text)
    return texts.count == items.count ? texts.joined(separator: "\n") : nil
  }

  private func window(_ node: MarkedNode) -> Schedule? {
    let form = Form(node, faults)
    let between = form.requiredText("between", "hours as 10:00-19:00")
    let times = form.number("times", in: 1...24) ?? 1
    let gap = form.text("gap")
    let days = form.text("days")
    form.end()
    guard let between else { return nil }
    return reading(node) { () throws(TimekeepingFailure) in
      Schedule(.random(try RandomWindow(between: between, times: times, gap: gap, days: days)))
    }
  }

  private func reading<Value>(_ node: MarkedNode, _ read: () throws(TimekeepingFailure) -> Value)
    -> Value?
  {
    do { return try read() } catch {
      faults.add(node, error.sentence)
      return nil
    }
  }
}
