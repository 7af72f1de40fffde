/// Prompts at random times of a day: `random: {between: "10:00-19:00", times: 2, gap: 2h}`.
package struct RandomWindow: Hashable, Sendable, Codable {
  package var from: LocalTime
  /// Exclusive; not later than `from` means past midnight.
  package var to: LocalTime
  /// How many a day, 1...24.
  package var times: Int
  /// Least time between two.
  package var gap: Duration
  /// The days it applies to.
  package var days: Weekdays

  package init(
    from: LocalTime, to: LocalTime, times: Int, gap: Duration = .zero, days: Weekdays = .all
  ) throws(TimekeepingFailure) {
    self.from = from
    self.to = to
    self.times = times
    self.gap = gap
    self.days = days
    guard (1...24).contains(times) else {
      throw TimekeepingFailure("random times: \(times) a day is not possible; expected 1 to 24")
    }
    guard !days.isEmpty else {
      throw TimekeepingFailure("random times on no day never come; expected at least one weekday")
    }
    guard gap >= .zero, Int64(times - 1) * gap.milliseconds < length else {
      throw TimekeepingFailure(
        "\(times) random times at least \(ClockSpan.text(gap)) apart do not fit between \(from)"
          + " and \(to); expected a longer window, a shorter gap or fewer times")
    }
  }

  /// Reads `between` as `10:00-19:00`, `gap` as `2h`, `days` as `Mon..Fri` (nil: every day).
  package init(between: String, times: Int, gap: String? = nil, days: String? = nil)
    throws(TimekeepingFailure)
  {
    let (from, to) = try LocalTime.range(between)
    let weekdays = try days.map { text throws(TimekeepingFailure) in try Weekdays(text) } ?? .all
    let apart = try gap.map { text throws(TimekeepingFailure) in try ClockSpan.parse(text) }
    try self.init(from: from, to: to, times: times, gap: apart ?? .zero, days: weekdays)
  }

  /// Milliseconds of the window.
  private var length: Int64 {
    let plain = Int64(to.milliseconds) - Int64(from.milliseconds)
    return plain > 0 ? plain : plain + 86_400_000
  }
}

extension RandomWindow {
  /// The local times of a day, rising; empty on other weekdays. Uniform among all sets of times
  /// that keep the gap, the window and `quiet`; fewer, where quiet hours leave no room for all.
  /// What clocks of the zone leave out is no part of the window. The same key and day always give
  /// the same times.
  package func times(
    on date: LocalDate, key: KeyedHash, quiet: QuietWindow? = nil, zone: Zone = .utc
  ) -> [LocalDateTime] {
    guard days.contains(date.weekday) else { return [] }
    let start = LocalDateTime(date, from).milliseconds
    let open = openParts(start, quiet, zone)
    let room = open.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) } / 1000
    let apart = (gap.milliseconds + 999) / 1000
    var count = times
    while count > 0, Int64(count - 1) * apart >= room { count -= 1 }
    guard count > 0 else { return [] }
    // Uniform points in what is left when the gaps are taken out; then the gaps are put back.
    let free = UInt64(room - Int64(count - 1) * apart)
    let seconds = (0..<count).map { number in
      let draw = key.bits(UInt64(bitPattern: Int64(date.days)), UInt64(number))
      return Int64(draw.multipliedFullWidth(by: free).high)
    }.sorted()
    return seconds.enumerated().map { number, second in
      let distance = (second + Int64(number) * apart) * 1000
      return LocalDateTime(milliseconds: Self.place(distance, in: open))
    }
  }

  /// The stretches of the window that exist on the wall, outside quiet hours.
  private func openParts(_ start: Int64, _ quiet: QuietWindow?, _ zone: Zone) -> [Range<Int64>] {
    let end = start + length
    let quiet = quiet ?? .none
    let missing = zone.gaps(from: start, to: end)
    var parts: [Range<Int64>] = []
    var position = start
    while position < end {
      if let gap = missing.first(where: { $0.contains(position) }) {
        position = gap.upperBound
      } else if let wake = quiet.wallEnd(of: position) {
        position = wake
      } else {
        let gap = missing.first { $0.lowerBound > position }
        let quietStart = quiet.isNever ? end : quiet.nextWallStart(after: position)
        let stop = min(end, quietStart, gap?.lowerBound ?? end)
        parts.append(position..<stop)
        position = stop
      }
    }
    return parts
  }

  private static func place(_ distance: Int64, in parts: [Range<Int64>]) -> Int64 {
    var rest = distance
    for part in parts {
      let length = part.upperBound - part.lowerBound
      if rest < length { return part.lowerBound + rest }
      rest -= length
    }
    return (parts.last?.upperBound ?? 1) - 1
  }
}

extension Zone {
  /// Local times that are left out between two, in order.
  fileprivate func gaps(from start: Int64, to end: Int64) -> [Range<Int64>] {
    var gaps: [Range<Int64>] = []
    // Two days before: no zone is farther from UTC, and no gap is longer.
    var position = Instant(milliseconds: start) - .hours(48)
    let last = Instant(milliseconds: end) + .hours(48)
    while let change = nextChange(after: position), change.at < last {
      let before = change.at.milliseconds + Int64(change.offsetBefore) * 1000
      let after = change.at.milliseconds + Int64(change.offsetAfter) * 1000
      if before < after, before < end, after > start { gaps.append(before..<after) }
      position = change.at
    }
    return gaps
  }
}

extension LocalTime {
  /// Reads `21:00-08:00`.
  package static func range(_ text: String) throws(TimekeepingFailure) -> (
    from: LocalTime, to: LocalTime
  ) {
    var cursor = TextCursor(text)
    guard let from = LocalTime(reading: &cursor), cursor.take("-"),
      let to = LocalTime(reading: &cursor), cursor.isAtEnd
    else {
      throw TimekeepingFailure(
        "\"\(text)\" is not a stretch of the day; expected one like 21:00-08:00")
    }
    return (from, to)
  }
}
