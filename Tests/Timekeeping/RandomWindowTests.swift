import Testing
import Timekeeping

@Suite struct `A random window` {
  static let monday = LocalDate(days: 20_451)

  @Test func `hashes as SipHash-2-4 does in its authors' vectors`() {
    let key = KeyedHash(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
    #expect(key.bits(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908) == 0x3f2a_cc7f_57c2_9bdb)
  }

  @Test func `keeps its times, whoever asks and whenever`() throws {
    let window = try RandomWindow(between: "10:00-19:00", times: 2, gap: "2h")
    let first = window.times(on: Self.monday, key: KeyedHash(1, 2))
    #expect(first == window.times(on: Self.monday, key: KeyedHash(1, 2)))
    #expect(first != window.times(on: Self.monday, key: KeyedHash(1, 3)))
    #expect(
      first
        != window.times(on: Self.monday + 1, key: KeyedHash(1, 2)).map {
          LocalDateTime(milliseconds: $0.milliseconds - 86_400_000)
        })
  }

  @Test(arguments: [
    ("10:00-19:00", 2, "2h", "none"), ("08:00-22:00", 5, "90m", "12:30-14:00"),
    ("22:00-02:00", 3, "30m", "none"), ("06:00-23:00", 4, "1h", "21:00-08:00"),
    ("09:00-09:00", 6, "3h", "21:00-08:00"),
  ]) func `keeps its bounds, its gap and quiet hours`(
    between: String, times: Int, gap: String, quietText: String
  ) throws {
    let window = try RandomWindow(between: between, times: times, gap: gap)
    let quiet = try QuietWindow(quietText)
    for day in 0..<400 {
      let date = Self.monday + day
      let walls = window.times(on: date, key: KeyedHash(5, UInt64(day % 7)), quiet: quiet)
      let start = LocalDateTime(date, window.from).milliseconds
      let plain = Int64(window.to.milliseconds - window.from.milliseconds)
      let length = plain > 0 ? plain : plain + 86_400_000
      #expect(!walls.isEmpty && walls.count <= times)
      for wall in walls {
        #expect(wall.milliseconds >= start && wall.milliseconds < start + length)
        #expect(quiet.permits(Instant(milliseconds: wall.milliseconds), in: .utc))
      }
      for (left, right) in zip(walls, walls.dropFirst()) {
        #expect(right.milliseconds - left.milliseconds >= window.gap.milliseconds)
      }
    }
  }

  /// Pearson's statistic of times in equal bins; with 17 degrees of freedom 40.8 is passed once
  /// in a thousand, and the seed is fixed.
  @Test func `is uniform: one time over its window`() throws {
    let window = try RandomWindow(between: "10:00-19:00", times: 1)
    var bins = [Int](repeating: 0, count: 18)
    let days = 18_000
    for day in 0..<days {
      let wall = window.times(on: Self.monday + day % 700, key: KeyedHash(9, UInt64(day / 700)))[0]
      bins[(Int(wall.time.milliseconds) - 36_000_000) / 1_800_000] += 1
    }
    let expected = Double(days) / 18
    let statistic = bins.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    #expect(statistic < 40.8, "\(bins)")
  }

  /// With the gap taken out the earlier of two is the smaller of two uniform numbers: a third of
  /// the free time on average, the later two thirds and the gap.
  @Test func `is uniform: two times with a gap`() throws {
    let window = try RandomWindow(between: "10:00-19:00", times: 2, gap: "2h")
    var sums = [0.0, 0.0]
    let days = 20_000
    for day in 0..<days {
      let walls = window.times(on: Self.monday + day % 700, key: KeyedHash(2, UInt64(day / 700)))
      for (number, wall) in walls.enumerated() {
        sums[number] += Double(wall.time.milliseconds) / 3_600_000 - 10
      }
    }
    #expect(abs(sums[0] / Double(days) - 7.0 / 3) < 0.03)
    #expect(abs(sums[1] / Double(days) - (14.0 / 3 + 2)) < 0.03)
  }

  /// The hour from 02:00 to 03:00 is none on 8 March 2026: times in it would be moved behind
  /// others, out of the window, or into quiet hours.
  @Test(arguments: [
    ("01:00-05:00", 3, "1h", "none"), ("01:30-02:45", 2, "10m", "none"),
    ("00:00-04:00", 2, "1h", "03:00-08:00"), ("22:00-03:30", 3, "1h", "none"),
  ]) func `keeps its bounds, its gap and quiet hours where clocks go forward`(
    between: String, times: Int, gap: String, quietText: String
  ) throws {
    let zone = try ZoneFiles.zone("America/New_York")
    let window = try RandomWindow(between: between, times: times, gap: gap)
    let quiet = try QuietWindow(quietText)
    for seed in 0..<400 {
      let timetable = try Timetable(
        phases: [(nil, Schedule(.window(window)))], start: LocalDate("2026-01-01"), zone: zone,
        key: KeyedHash(3, UInt64(seed)), quiet: quiet)
      for day in ["2026-03-07", "2026-03-08"] {
        let found = timetable.occurrences(on: try LocalDate(day))
        #expect(!found.isEmpty && found.count <= times)
        for occurrence in found {
          #expect(occurrence.change == nil)
          #expect(quiet.permits(occurrence.at, in: zone))
        }
        for (left, right) in zip(found, found.dropFirst()) {
          #expect(right.at - left.at >= window.gap, "\(left.at) \(right.at)")
        }
      }
    }
  }

  /// Pearson's statistic for three times with a gap, the gaps taken out, in nine equal bins: as of
  /// independent uniform numbers. With 8 degrees of freedom 26.1 is passed once in a thousand.
  @Test func `is uniform: three times with a gap, over many keys`() throws {
    let window = try RandomWindow(between: "22:00-04:00", times: 3, gap: "90m")
    var bins = [Int](repeating: 0, count: 9)
    let keys = 12_000
    for key in 0..<keys {
      let walls = window.times(on: Self.monday, key: KeyedHash(UInt64(key), 5))
      let start = LocalDateTime(Self.monday, window.from).milliseconds
      for (number, wall) in walls.enumerated() {
        let free = wall.milliseconds - start - Int64(number) * window.gap.milliseconds
        bins[Int(free / 1_200_000)] += 1
      }
    }
    let expected = Double(keys * 3) / 9
    let statistic = bins.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    #expect(statistic < 26.1, "\(bins)")
  }

  @Test func `comes on its days only`() throws {
    let window = try RandomWindow(between: "10:00-19:00", times: 1, days: "Mon..Wed,Sat")
    let found = (0..<7).filter { !window.times(on: Self.monday + $0, key: KeyedHash(1, 1)).isEmpty }
    #expect(found == [0, 1, 2, 5])
  }

  @Test func `has as many as quiet hours leave room for`() throws {
    let window = try RandomWindow(between: "20:00-23:00", times: 3, gap: "1h")
    let quiet = try QuietWindow("21:30-08:00")
    #expect(window.times(on: Self.monday, key: KeyedHash(1, 1), quiet: quiet).count == 2)
    let all = try QuietWindow("19:00-08:00")
    #expect(window.times(on: Self.monday, key: KeyedHash(1, 1), quiet: all).isEmpty)
  }

  @Test(arguments: [
    ("10:00-19:00", 0, "2h", "0 a day"), ("10:00-19:00", 6, "2h", "do not fit"),
    ("10-19", 1, "2h", "stretch of the day"), ("10:00-19:00", 1, "soon", "length of time"),
  ]) func `that cannot be is refused in words`(
    between: String, times: Int, gap: String, part: String
  ) {
    let failure = #expect(throws: TimekeepingFailure.self) {
      try RandomWindow(between: between, times: times, gap: gap)
    }
    #expect(failure?.sentence.contains(part) == true, "\(failure?.sentence ?? "")")
  }

  @Test func `makes a timetable whose times a restart does not change`() throws {
    let schedule = Schedule(.window(try RandomWindow(between: "10:00-19:00", times: 2, gap: "2h")))
    func timetable() throws -> Timetable {
      try Timetable(
        phases: [(nil, schedule)], start: LocalDate("2026-01-01"),
        zone: ZoneFiles.zone("Europe/Berlin"), key: KeyedHash(77, 78))
    }
    var instant = try Instant("2026-03-27T00:00:00Z")
    for number in 0..<20 {
      let next = try #require(try timetable().next(after: instant))
      #expect(next.slot == number % 2)
      instant = next.at
    }
  }
}
