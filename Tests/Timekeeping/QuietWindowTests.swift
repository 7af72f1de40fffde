import Testing
import Timekeeping

@Suite struct `Quiet hours` {
  @Test(arguments: [
    // Across midnight; the end is not quiet any more.
    ("21:00-08:00", "2026-01-10T03:00:00Z", "2026-01-10T13:00:00Z"),
    ("21:00-08:00", "2026-01-10T13:00:00Z", "2026-01-10T13:00:00Z"),
    ("21:00-08:00", "2026-01-10T12:59:59Z", "2026-01-10T13:00:00Z"),
    ("12:00-14:00", "2026-01-10T17:30:00Z", "2026-01-10T19:00:00Z"),
    ("none", "2026-01-10T03:00:00Z", "2026-01-10T03:00:00Z"),
    // The end lies in the gap: quiet is over when the clock jumps over it.
    ("21:00-02:30", "2026-03-08T05:00:00Z", "2026-03-08T07:00:00Z"),
    // The end comes twice, and quiet begins again with the second hour.
    ("21:00-01:30", "2026-11-01T05:00:00Z", "2026-11-01T05:30:00Z"),
    ("21:00-01:30", "2026-11-01T06:10:00Z", "2026-11-01T06:30:00Z"),
    // An hour more of night in autumn, an hour less in spring.
    ("21:00-08:00", "2026-11-01T02:00:00Z", "2026-11-01T13:00:00Z"),
    ("21:00-08:00", "2026-03-08T03:00:00Z", "2026-03-08T12:00:00Z"),
  ]) func `hold a message until the first moment that is not quiet`(
    text: String, from: String, until: String
  ) throws {
    let zone = try ZoneFiles.zone("America/New_York")
    let quiet = try QuietWindow(text)
    #expect(quiet.firstPermitted(from: try Instant(from), in: zone).description == until)
    #expect(quiet.description == text)
  }

  @Test(arguments: ZoneFiles.eventful)
  func `are over at the first permitted moment, and not a second before`(name: String) throws {
    let zone = try ZoneFiles.zone(name)
    var random = Seeded(9)
    var change = zone.nextChange(after: try Instant("2005-01-01T00:00:00Z"))
    for round in 0..<60 {
      let quiet = QuietWindow(
        from: Int.random(in: 0...1439, using: &random), to: Int.random(in: 0...1439, using: &random)
      )
      let base = change?.at ?? Instant(seconds: 1_700_000_000 + Int64(round) * 9_999_999)
      let instant = base + .minutes(Int64.random(in: -1600...1600, using: &random))
      let first = quiet.firstPermitted(from: instant, in: zone)
      #expect(quiet.permits(first, in: zone) && first >= instant)
      var minute = instant
      while minute < first {
        #expect(!quiet.permits(minute, in: zone), "\(quiet) in \(name) at \(minute)")
        minute = minute + .minutes(7)
      }
      if first > instant { #expect(!quiet.permits(first - .milliseconds(1), in: zone)) }
      change = change.flatMap { zone.nextChange(after: $0.at) }
    }
  }

  @Test(arguments: ["21-08", "21:00", "21:00-25:00", "21:00-08:00:30", "quiet", ""])
  func `that are no stretch of a day are refused`(text: String) {
    #expect(throws: TimekeepingFailure.self) { try QuietWindow(text) }
  }

  @Test func `let a morning begin with one message at a time`() throws {
    let zone = try ZoneFiles.zone("Europe/Berlin")
    let quiet = try QuietWindow("21:00-08:00")
    let night = try Instant("2026-01-10T02:00:00Z")
    let times = (0..<500).map { id in
      quiet.release(
        from: night, in: zone, spread: .minutes(15), key: KeyedHash(1, 2), id: UInt64(id))
    }
    let morning = try Instant("2026-01-10T07:00:00Z")
    #expect(times.allSatisfy { $0 >= morning && $0 < morning + .minutes(15) })
    #expect(Set(times).count > 450)
    let day = try Instant("2026-01-10T12:00:00Z")
    #expect(
      quiet.release(from: day, in: zone, spread: .minutes(15), key: KeyedHash(1, 2), id: 1) == day)
  }
}
