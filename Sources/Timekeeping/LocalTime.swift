/// A time of day on a clock on the wall, in no zone: milliseconds since midnight, below 24 hours.
package struct LocalTime: Hashable, Comparable, Sendable {
  package var milliseconds: Int32

  /// Clamped to the day.
  package init(milliseconds: Int32) {
    self.milliseconds = min(max(0, milliseconds), 86_399_999)
  }

  /// Nil when a clock never shows it; 24:00 is not a time.
  package init?(hour: Int, minute: Int, second: Int = 0, millisecond: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (0...999).contains(millisecond)
    else { return nil }
    self.init(milliseconds: Int32(((hour * 60 + minute) * 60 + second) * 1000 + millisecond))
  }

  /// Reads `09:00`, `09:00:30` or `09:00:30.250`.
  package init(_ text: String) throws(TimekeepingFailure) {
    var cursor = TextCursor(text)
    guard let time = LocalTime(reading: &cursor), cursor.isAtEnd else {
      throw TimekeepingFailure("\"\(text)\" is not a time of day; expected one like 09:00")
    }
    self = time
  }

  init?(reading cursor: inout TextCursor) {
    guard let hour = cursor.number(digits: 1...2), cursor.take(":"),
      let minute = cursor.number(digits: 2...2)
    else { return nil }
    guard cursor.take(":") else {
      self.init(hour: hour, minute: minute)
      return
    }
    guard let second = cursor.number(digits: 2...2) else { return nil }
    var millisecond = 0
    if cursor.take(".") {
      guard let fraction = cursor.fraction(places: 3) else { return nil }
      millisecond = fraction
    }
    self.init(hour: hour, minute: minute, second: second, millisecond: millisecond)
  }

  package static let midnight = LocalTime(milliseconds: 0)

  package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

  package var hour: Int { Int(milliseconds) / 3_600_000 }
  package var minute: Int { Int(milliseconds) / 60_000 % 60 }
  package var second: Int { Int(milliseconds) / 1000 % 60 }
  package var millisecond: Int { Int(milliseconds) % 1000 }
}

extension LocalTime: CustomStringConvertible {
  /// `09:00`, or as much more as there is: `09:00:30`, `09:00:30.250`.
  package var description: String {
    millisecond == 0 && second == 0 ? "\(padded(hour)):\(padded(minute))" : withSeconds
  }

  /// `09:00:00`, or `09:00:30.250`.
  package var withSeconds: String {
    let fraction = millisecond == 0 ? "" : ".\(padded(millisecond, 3))"
    return "\(padded(hour)):\(padded(minute)):\(padded(second))\(fraction)"
  }
}

extension LocalTime: TextCodable {
  package init(text: String) throws(TimekeepingFailure) { try self.init(text) }
}

extension TextCursor {
  /// The digits after a decimal point, scaled to `places`; further ones round it, or are cut off.
  mutating func fraction(places: Int, rounds: Bool = false) -> Int? {
    var value = 0
    var count = 0
    while let byte = peek, byte.isDigit {
      if count < places { value = value * 10 + Int(byte - 48) }
      if count == places, rounds, byte >= 53 { value += 1 }
      count += 1
      position += 1
    }
    guard count > 0 else { return nil }
    while count < places {
      value *= 10
      count += 1
    }
    return value
  }
}
