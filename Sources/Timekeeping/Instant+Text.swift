extension Instant: CustomStringConvertible {
  /// Reads RFC 3339 (`2026-03-08T07:30:00Z`, `2026-03-08T03:30:00.250-04:00`), or `@` and seconds.
  package init(_ text: String) throws(TimekeepingFailure) {
    var cursor = TextCursor(text)
    guard let instant = Instant(reading: &cursor), cursor.isAtEnd else {
      throw TimekeepingFailure(
        "\"\(text)\" is not a point in time; expected one like 2026-03-08T07:30:00Z")
    }
    self = instant
  }

  private init?(reading cursor: inout TextCursor) {
    if cursor.take("@") {
      guard let seconds = cursor.number(digits: 1...12) else { return nil }
      self.init(seconds: Int64(seconds))
      return
    }
    guard let local = LocalDateTime(reading: &cursor),
      let offset = Self.offset(reading: &cursor)
    else { return nil }
    self.init(milliseconds: local.milliseconds - Int64(offset) * 1000)
  }

  /// `Z`, ` UTC` or `+hh:mm`, in seconds.
  private static func offset(reading cursor: inout TextCursor) -> Int? {
    if cursor.take("Z") || cursor.take("z") || cursor.take(word: " UTC") { return 0 }
    let isWest = cursor.peek == 45
    guard cursor.take("+") || cursor.take("-"), let hours = cursor.number(digits: 2...2),
      cursor.take(":"), let minutes = cursor.number(digits: 2...2), hours < 24, minutes < 60
    else { return nil }
    return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  /// `2026-03-08T07:30:00Z`; milliseconds only when there are any.
  package var description: String { "\(LocalDateTime(milliseconds: milliseconds))Z" }

  /// RFC 3339 with the zone's offset: `2026-03-08T03:30:00-04:00`; an offset's seconds, which
  /// RFC 3339 does not know, are printed as `-00:25:21`.
  package func text(in zone: Zone) -> String {
    let offset = zone.offset(at: self)
    let local = LocalDateTime(milliseconds: milliseconds + Int64(offset) * 1000)
    return "\(local)\(Self.offsetText(offset))"
  }

  static func offsetText(_ offset: Int) -> String {
    let size = abs(offset)
    let seconds = size % 60 == 0 ? "" : ":\(padded(size % 60))"
    return "\(offset < 0 ? "-" : "+")\(padded(size / 3600)):\(padded(size / 60 % 60))\(seconds)"
  }
}
