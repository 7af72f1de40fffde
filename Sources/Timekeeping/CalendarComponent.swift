/// One item of a field of a calendar expression: `5`, `1..7`, `0/15`, `9..17/2`.
struct CalendarComponent: Hashable, Sendable, Comparable {
  var start: Int
  /// -1: none.
  var stop: Int
  /// 0: none.
  var step: Int

  static func < (left: Self, right: Self) -> Bool {
    (left.start, left.stop, left.step) < (right.start, right.stop, right.step)
  }

  /// The smallest value that is at least `value`; without a stop, steps go on for ever.
  func first(from value: Int) -> Int? {
    if start >= value { return start }
    guard step > 0 else { return nil }
    let next = start + (value - start + step - 1) / step * step
    return stop < 0 || next <= stop ? next : nil
  }

  func contains(_ value: Int) -> Bool { first(from: value) == value }
}

/// A field: items in order, or empty for `*`.
typealias CalendarChain = [CalendarComponent]

extension CalendarChain {
  func matches(_ value: Int) -> Bool { isEmpty || contains { $0.contains(value) } }

  func first(from value: Int) -> Int? {
    isEmpty ? value : lazy.compactMap { $0.first(from: value) }.min()
  }

  /// The values of a range that match, as bits.
  func bits(_ range: ClosedRange<Int>) -> UInt64 {
    range.reduce(0) { matches($1) ? $0 | 1 << UInt64($1) : $0 }
  }

  /// As systemd does: ends cut to the last step, steps that never come dropped, sorted, unique.
  mutating func normalize() {
    for index in indices {
      if self[index].stop > self[index].start, self[index].step > 0 {
        self[index].stop -= (self[index].stop - self[index].start) % self[index].step
      }
      let item = self[index]
      let isTooLong = item.stop > item.start && item.step > 0 && item.start + item.step > item.stop
      if isTooLong || item.start == item.stop {
        self[index].step = 0
        self[index].stop = -1
      }
    }
    sort()
    var unique: CalendarChain = []
    for item in self where item != unique.last { unique.append(item) }
    self = unique
  }

  func isValid(_ range: ClosedRange<Int>, fromEndOfMonth: Bool = false) -> Bool {
    var last = range.upperBound
    return allSatisfy { item in
      // systemd takes three days off again for each item of a list; we refuse what it refuses.
      if fromEndOfMonth { last -= 3 }
      guard item.start >= range.lowerBound, item.start <= last,
        item.step <= last - range.lowerBound
      else { return false }
      if item.stop >= 0 {
        return item.stop >= range.lowerBound && item.stop <= last
          && item.start + item.step <= item.stop
      }
      return fromEndOfMonth
        ? item.start - item.step >= range.lowerBound : item.start + item.step <= last
    }
  }

  /// `unit` is 1, or 1,000,000 for seconds in microseconds.
  func text(places: Int, unit: Int = 1) -> String {
    if isEmpty { return "*" }
    if unit > 1, count == 1, self[0] == CalendarComponent(start: 0, stop: -1, step: unit) {
      return "*"
    }
    return map { $0.text(places: places, unit: unit) }.joined(separator: ",")
  }
}

extension CalendarComponent {
  fileprivate func text(places: Int, unit: Int) -> String {
    func number(_ value: Int, _ places: Int) -> String {
      let fraction = value % unit
      return padded(value / unit, places) + (fraction > 0 ? ".\(padded(fraction, 6))" : "")
    }
    var text = number(start, places)
    if stop > 0 { text += "..\(number(stop, places))" }
    if step > 0, !(stop > 0 && step == unit) { text += "/\(number(step, 0))" }
    return text
  }
}
