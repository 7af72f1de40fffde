/// A rule that names local times (ms since 1970 on the wall), each once, in rising order.
protocol WallRule {
  /// The first one that is at least `wall`.
  func first(from wall: Int64) -> Int64?

  /// All of a stretch, in order.
  func walls(in range: Range<Int64>) -> [Int64]
}

extension WallRule {
  func walls(in range: Range<Int64>) -> [Int64] {
    var walls: [Int64] = []
    var position = range.lowerBound
    while let wall = first(from: position), wall < range.upperBound {
      walls.append(wall)
      position = wall + 1
    }
    return walls
  }
}

/// A local time that a rule names, and what becomes of it in a zone.
struct Moment: Sendable {
  var at: Instant
  var wall: Int64
  var change: ClockChange?
}

extension Zone {
  @inline(__always)
  func next(after instant: Instant, _ rule: some WallRule) -> Instant? {
    nextMoment(after: instant, rule)?.at
  }

  /// The first moment of a rule after an instant. Times in a gap come later than they are written,
  /// so near a gap three candidates are compared: the next on the wall, the next after the gap,
  /// and, just behind a gap, the next that was moved out of it. Of two at one instant the unmoved
  /// counts.
  @inline(__always)
  func nextMoment(after instant: Instant, _ rule: some WallRule) -> Moment? {
    let place = rules.place(instant.milliseconds)
    var best: Moment?
    if let wall = rule.first(from: place.firstWall) {
      let found = moment(wall)
      best = found
      if let change = found.change, change.isForward {
        let end = change.at.milliseconds + Int64(change.offsetAfter) * 1000
        if let later = rule.first(from: end).map(moment), later.at <= found.at { best = later }
      }
    }
    if let gap = place.justAfter {
      let wall = instant.milliseconds + Int64(gap.offsetBefore) * 1000 + 1
      let end = gap.at.milliseconds + Int64(gap.offsetAfter) * 1000
      if let moved = rule.first(from: wall), moved < end {
        let found = moment(moved)
        if best.map({ found.at < $0.at }) ?? true { best = found }
      }
    }
    return best
  }

  @inline(__always)
  private func moment(_ wall: Int64) -> Moment {
    let (at, change) = rules.resolve(wall)
    return Moment(at: at, wall: wall, change: change)
  }
}

extension ZoneRules {
  /// Where an instant stands: the first wall time whose instant (the first, if there are two) is
  /// later, and the gap that lies so shortly before that moved times may still come.
  @inline(__always)
  func place(_ milliseconds: Int64) -> (firstWall: Int64, justAfter: ClockChange?) {
    withPeriod(at: milliseconds) { period, excess in
      var wall = milliseconds + Int64(period.offset) * 1000 + 1
      let sinceStart = milliseconds - excess - period.start
      // No gap or overlap is longer than two days.
      guard sinceStart < 172_800_000, let change = lastChange(milliseconds - excess, excess) else {
        return (wall, nil)
      }
      let length = Int64(change.seconds) * 1000
      if change.isForward { return (wall, sinceStart < length ? change : nil) }
      if sinceStart < length {
        wall = max(wall, change.at.milliseconds + Int64(change.offsetBefore) * 1000)
      }
      return (wall, nil)
    }
  }

  private func lastChange(_ inside: Int64, _ excess: Int64) -> ClockChange? {
    let number = number(at: inside)
    return number > 0 ? change(number, shifted: excess) : nil
  }
}
