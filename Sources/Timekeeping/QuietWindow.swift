/// Hours of the day in which a person is left in peace, on their own clock; may cross midnight.
package struct QuietWindow: Hashable, Sendable, Codable {
  /// Minutes of the day, 0...1439. `to` is exclusive; equal means never.
  package var from: Int
  package var to: Int

  /// What `from` and `to` may be; the last is midnight, too.
  package static let minutes = 0...1440

  package init(from: Int, to: Int) {
    precondition(Self.minutes.contains(from) && Self.minutes.contains(to))
    self.from = from % 1440
    self.to = to % 1440
  }

  package static let none = QuietWindow(from: 0, to: 0)

  /// Reads `21:00-08:00`, or `none`.
  package init(_ text: String) throws(TimekeepingFailure) {
    guard text != "none" else {
      self = .none
      return
    }
    let (from, to) = try LocalTime.range(text)
    guard from.milliseconds % 60_000 == 0, to.milliseconds % 60_000 == 0 else {
      throw TimekeepingFailure("\"\(text)\" has seconds; expected whole minutes, like 21:00-08:00")
    }
    self.init(from: Int(from.milliseconds / 60_000), to: Int(to.milliseconds / 60_000))
  }

  package var isNever: Bool { from == to }

  private static let day: Int64 = 86_400_000

  /// When the quiet stretch that a wall time lies in ends; nil outside.
  func wallEnd(of wall: Int64) -> Int64? {
    guard !isNever else { return nil }
    let midnight = floorDivide(wall, Self.day) * Self.day
    let minute = Int((wall - midnight) / 60_000)
    if from < to {
      return minute >= from && minute < to ? midnight + Int64(to) * 60_000 : nil
    }
    if minute < to { return midnight + Int64(to) * 60_000 }
    return minute >= from ? midnight + Self.day + Int64(to) * 60_000 : nil
  }

  /// The next beginning of quiet on the wall.
  func nextWallStart(after wall: Int64) -> Int64 {
    let midnight = floorDivide(wall, Self.day) * Self.day
    let start = midnight + Int64(from) * 60_000
    return start > wall ? start : start + Self.day
  }
}

extension QuietWindow {
  /// Whether a message may reach the person now.
  package func permits(_ instant: Instant, in zone: Zone) -> Bool {
    wallEnd(of: zone.localDateTime(of: instant).milliseconds) == nil
  }

  /// The first moment, from an instant on, at which a message may reach the person.
  package func firstPermitted(from instant: Instant, in zone: Zone) -> Instant {
    var now = instant
    // Each round ends at the end of quiet or at a clock change, whichever comes first; no zone
    // changes its clocks so often that this is not enough.
    for _ in 0..<16 {
      let wall = zone.localDateTime(of: now).milliseconds
      guard let end = wallEnd(of: wall) else { return now }
      let wake = now + .milliseconds(end - wall)
      guard let change = zone.nextChange(after: now), change.at < wake else { return wake }
      now = change.at
    }
    return now
  }
}

extension QuietWindow {
  /// The first permitted moment, and when that is later than asked for, a share of `spread` after
  /// it, so that a morning does not begin with everything at once; never into the next quiet
  /// hours.
  package func release(
    from instant: Instant, in zone: Zone, spread: Duration, key: KeyedHash, id: UInt64
  ) -> Instant {
    let first = firstPermitted(from: instant, in: zone)
    guard first > instant else { return instant }
    let later = first + key.share(of: spread, for: id)
    return permits(later, in: zone) ? later : first
  }
}

extension QuietWindow: CustomStringConvertible {
  /// `21:00-08:00`, or `none`.
  package var description: String {
    guard !isNever else { return "none" }
    return [from, to].map { "\(padded($0 / 60)):\(padded($0 % 60))" }.joined(separator: "-")
  }
}
