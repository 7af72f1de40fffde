import Testing
import Timekeeping

@Suite struct `A timetable` {
  static func daily(
    _ texts: [String], zone: String = "America/New_York", start: String = "2026-01-01",
    time: String? = nil, exceptions: ExceptionDates = .none
  ) throws -> Timetable {
    try Timetable(
      phases: [(nil, Schedule(at: texts))], start: LocalDate(start), zone: ZoneFiles.zone(zone),
      time: time.map { try LocalTime($0) }, exceptions: exceptions)
  }

  static func list(_ timetable: Timetable, after: String, count: Int) throws -> [Occurrence] {
    var found: [Occurrence] = []
    var instant = try Instant(after)
    while found.count < count, let next = timetable.next(after: instant) {
      found.append(next)
      instant = next.at
    }
    return found
  }

  @Test func `moves 02:30 to 03:30 when clocks go forward and says so`() throws {
    let timetable = try Self.daily(["02:30"])
    let found = try Self.list(timetable, after: "2026-03-07T12:00:00Z", count: 2)
    #expect(found[0].date.description == "2026-03-08")
    #expect(found[0].at.description == "2026-03-08T07:30:00Z")
    let text = "Sun 8 Mar 2026 03:30 EDT, moved from 02:30: clocks go forward"
    #expect(found[0].text(in: timetable.zone) == text)
    #expect(found[1].text(in: timetable.zone) == "Mon 9 Mar 2026 02:30 EDT")
  }

  @Test func `happens once in a repeated hour, also for a daemon started in its second pass`()
    throws
  {
    let timetable = try Self.daily(["01:30"])
    let first = try #require(timetable.next(after: Instant("2026-11-01T04:00:00Z")))
    #expect(
      first.text(in: timetable.zone) == "Sun 1 Nov 2026 01:30 EDT, the first of two: clocks go back"
    )
    let next = try #require(timetable.next(after: Instant("2026-11-01T06:10:00Z")))
    #expect(next.date.description == "2026-11-02")
  }

  @Test func `keeps the date of a midnight that does not exist`() throws {
    let timetable = try Self.daily(["00:00"], zone: "Africa/Cairo")
    let found = try Self.list(timetable, after: "2026-04-22T12:00:00Z", count: 3)
    #expect(found.map(\.date.description) == ["2026-04-23", "2026-04-24", "2026-04-25"])
    #expect(
      found[1].text(in: timetable.zone).hasPrefix("Fri 24 Apr 2026 01:00 EEST, moved from 00:00"))
  }

  @Test func `has no check-in of its own on a day that a zone left out`() throws {
    let timetable = try Self.daily(["09:00"], zone: "Pacific/Apia", start: "2011-12-01")
    let found = try Self.list(timetable, after: "2011-12-28T12:00:00Z", count: 4)
    // 30 December was none; its 09:00 would be that of the 31st.
    #expect(
      found.map(\.date.description) == ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"])
    let friday = try Self.daily(["Fri 09:00"], zone: "Pacific/Apia", start: "2011-12-01")
    let moved = try Self.list(friday, after: "2011-12-28T12:00:00Z", count: 1)
    #expect(moved[0].date.description == "2011-12-30")
    #expect(moved[0].at.text(in: friday.zone) == "2011-12-31T09:00:00+14:00")
  }

  @Test func `counts the slots of seconds with fractions as a listing of the day does`() throws {
    let timetable = try Self.daily(["08..09:00:0/0.25"])
    let listed = try timetable.next(afterDate: LocalDate("2026-06-01"), slot: 250).map(\.slot)
    #expect(listed == 251)
    let found = try Self.list(timetable, after: "2026-06-01T12:59:59.900Z", count: 3)
    #expect(found.map(\.slot) == [240, 241, 242])
  }

  @Test func `gives several times of a day their slots in order`() throws {
    let timetable = try Self.daily(["18:00", "08,12:00"])
    let found = try Self.list(timetable, after: "2026-01-05T05:00:00Z", count: 4)
    #expect(found.map(\.slot) == [0, 1, 2, 0])
    #expect(found.map(\.wall.time.description) == ["08:00", "12:00", "18:00", "08:00"])
  }

  @Test func `asks once where a moved time meets another`() throws {
    let timetable = try Self.daily(["02:30", "03:30"])
    let found = try Self.list(timetable, after: "2026-03-08T05:00:00Z", count: 2)
    #expect(found.map(\.at.description) == ["2026-03-08T07:30:00Z", "2026-03-09T06:30:00Z"])
    #expect(found[0].change == nil)
  }

  @Test func `goes from phase to phase by date and then ends`() throws {
    let timetable = try Timetable(
      phases: [
        (Span("1 week"), Schedule(at: ["09:00"])), (Span("2 weeks"), Schedule(at: ["Mon 09:00"])),
        (Span("1 month"), Schedule(rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", time: "10:00")),
      ], start: LocalDate("2026-01-05"), zone: ZoneFiles.zone("Europe/Berlin"))
    let found = try Self.list(timetable, after: "2026-01-01T00:00:00Z", count: 99)
    let shown = found.map { "\($0.date) \($0.wall.time)" }
    #expect(
      shown == [
        "2026-01-05 09:00", "2026-01-06 09:00", "2026-01-07 09:00", "2026-01-08 09:00",
        "2026-01-09 09:00", "2026-01-10 09:00", "2026-01-11 09:00", "2026-01-12 09:00",
        "2026-01-19 09:00", "2026-01-26 10:00", "2026-02-09 10:00", "2026-02-23 10:00",
      ])
  }

  @Test func `puts a person's own time in place of the only one`() throws {
    let own = try Self.daily(["Mon 09:00"], time: "07:15")
    let found = try Self.list(own, after: "2026-01-02T00:00:00Z", count: 1)
    #expect("\(found[0].wall)" == "2026-01-05T07:15:00")
    let two = try Self.daily(["09:00", "17:00"], time: "07:15")
    let kept = try Self.list(two, after: "2026-01-02T05:00:00Z", count: 2)
    #expect(kept.map(\.wall.time.description) == ["09:00", "17:00"])
    #expect(try Schedule(at: ["09:00", "17:00"]).replaceableTime == nil)
    #expect(try Schedule(at: ["09:00"]).replaceableTime?.description == "09:00")
  }

  @Test func `follows a zone that an expression names itself`() throws {
    let schedule = try Schedule(at: ["09:00 Asia/Kathmandu"])
    let start = try LocalDate("2026-01-01")
    let zone = try ZoneFiles.zone("Europe/Berlin")
    #expect(schedule.zoneNames == ["Asia/Kathmandu"])
    #expect(throws: TimekeepingFailure.self) {
      try Timetable(phases: [(nil, schedule)], start: start, zone: zone)
    }
    let timetable = try Timetable(
      phases: [(nil, schedule)], start: start, zone: zone,
      otherZones: [ZoneFiles.zone("Asia/Kathmandu")])
    let next = timetable.next(after: try Instant("2026-01-05T00:00:00Z"))
    #expect(next?.at.description == "2026-01-05T03:15:00Z")
  }

  @Test func `skips days off, or moves them to the next working day`() throws {
    let off = try [LocalDate("2026-04-03"), LocalDate("2026-04-06")]
    let skipping = try Self.daily(["09:00"], exceptions: ExceptionDates(off))
    let found = try Self.list(skipping, after: "2026-04-02T14:00:00Z", count: 3)
    #expect(found.map(\.date.description) == ["2026-04-04", "2026-04-05", "2026-04-07"])
    let moving = try Self.daily(
      ["Fri 09:00"], exceptions: ExceptionDates(off, policy: .nextWorkingDay))
    let moved = try Self.list(moving, after: "2026-04-02T14:00:00Z", count: 2)
    #expect(moved.map(\.date.description) == ["2026-04-07", "2026-04-10"])
    let text = "Tue 7 Apr 2026 09:00 EDT, moved from Fri 3 Apr 2026: a day off"
    #expect(moved[0].text(in: moving.zone) == text)
    // Where something stands already, nothing is added.
    let daily = try Self.daily(
      ["09:00"], exceptions: ExceptionDates(off, policy: .nextWorkingDay))
    let dates = try Self.list(daily, after: "2026-04-02T14:00:00Z", count: 3).map(
      \.date.description)
    #expect(dates == ["2026-04-04", "2026-04-05", "2026-04-07"])
  }

  @Test func `lists what meets a clock change`() throws {
    let timetable = try Self.daily(["01:30", "02:30", "09:00"])
    let found = timetable.meetingChanges(
      after: try Instant("2026-01-01T00:00:00Z"), until: try Instant("2027-01-01T00:00:00Z"))
    #expect(found.map { "\($0.wall)" } == ["2026-03-08T02:30:00", "2026-11-01T01:30:00"])
  }

  @Test func `lists what meets a clock change in a zone that a rule names itself`() throws {
    let timetable = try Timetable(
      phases: [(nil, Schedule(at: ["02:30 Europe/Berlin"]))], start: LocalDate("2026-01-01"),
      zone: ZoneFiles.zone("America/New_York"), otherZones: [ZoneFiles.zone("Europe/Berlin")])
    let found = timetable.meetingChanges(
      after: try Instant("2026-01-01T00:00:00Z"), until: try Instant("2027-01-01T00:00:00Z"))
    #expect(found.map { "\($0.wall)" } == ["2026-03-29T02:30:00", "2026-10-25T02:30:00"])
  }

  /// The first phase ends on a day of one zone when the second has begun on one of another.
  @Test(arguments: [
    ("22:00 America/Los_Angeles", "09:00 Asia/Tokyo"), ("09:00 Asia/Tokyo", "23:00 Etc/GMT+12"),
    ("23:59 Etc/GMT+12", "00:05 Pacific/Kiritimati"),
  ]) func `misses nothing between phases in zones far apart`(first: String, second: String) throws {
    let names = ["America/Los_Angeles", "Asia/Tokyo", "Etc/GMT+12", "Pacific/Kiritimati"]
    let timetable = try Timetable(
      phases: [(Span("1 week"), Schedule(at: [first])), (Span("1 week"), Schedule(at: [second]))],
      start: LocalDate("2026-01-05"), zone: ZoneFiles.zone("Europe/Berlin"),
      otherZones: names.map { try ZoneFiles.zone($0) })
    let all = try (0..<14).flatMap { timetable.occurrences(on: try LocalDate("2026-01-05") + $0) }
    let start = "2026-01-01T00:00:00Z"
    let instants = all.map(\.at).sorted()
    #expect(try Self.list(timetable, after: start, count: 99).map(\.at) == instants)
    #expect(timetable.next(99, after: try Instant(start)).map(\.at) == instants)
  }

  @Test(arguments: ["FREQ=MINUTELY;INTERVAL=50;COUNT=70", "FREQ=DAILY;BYHOUR=2,9;BYMINUTE=30"])
  func `lists many at once as one by one`(rule: String) throws {
    let timetable = try Timetable(
      phases: [(nil, Schedule(rrule: rule, time: "01:00"))], start: LocalDate("2026-03-07"),
      zone: ZoneFiles.zone("America/New_York"))
    let start = "2026-03-07T00:00:00Z"
    let oneByOne = try Self.list(timetable, after: start, count: 60)
    #expect(oneByOne.count == 60)
    #expect(timetable.next(60, after: try Instant(start)) == oneByOne)
    #expect(timetable.next(1, after: try Instant(start)) == [oneByOne[0]])
  }

  @Test(arguments: [
    ["09:00"], ["02:30", "08,20:15"], ["*:0/15"], ["Mon,Sun 00:00", "*-*~1 23:30"], ["hourly"],
  ]) func `gives the same occurrences by instant and by identity, none twice`(texts: [String])
    throws
  {
    for name in ZoneFiles.eventful {
      let zone = try ZoneFiles.zone(name)
      let timetable = try Self.daily(texts, zone: name, start: "2010-01-01")
      var change = zone.nextChange(after: try Instant("2011-06-01T00:00:00Z"))
      for _ in 0..<2 {
        guard let near = change else { break }
        var seen: Set<[Int]> = []
        var occurrence = try #require(timetable.next(after: near.at - .hours(30)))
        for _ in 0..<40 {
          #expect(seen.insert([Int(occurrence.date.days), occurrence.slot]).inserted)
          let byInstant = timetable.next(after: occurrence.at)
          let byIdentity = timetable.next(afterDate: occurrence.date, slot: occurrence.slot)
          guard let byInstant, byInstant == byIdentity else {
            Issue.record(
              "\(texts) in \(name): after \(occurrence) \(String(describing: byInstant))")
            break
          }
          occurrence = byInstant
        }
        change = zone.nextChange(after: near.at)
      }
    }
  }

  @Test(arguments: [
    "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SU,MO", "FREQ=DAILY;BYHOUR=2;BYMINUTE=15",
    "FREQ=HOURLY;INTERVAL=5",
  ]) func `gives a rule's occurrences the same identity either way`(rule: String) throws {
    let timetable = try Timetable(
      phases: [(nil, Schedule(rrule: rule, time: "02:30"))], start: LocalDate("2026-01-01"),
      zone: ZoneFiles.zone("America/New_York"))
    var occurrence = try #require(timetable.next(after: Instant("2026-03-01T00:00:00Z")))
    for _ in 0..<40 {
      let next = timetable.next(after: occurrence.at)
      #expect(next == timetable.next(afterDate: occurrence.date, slot: occurrence.slot))
      occurrence = try #require(next)
    }
  }

  @Test func `names the recorded instants of every calendar expression`() throws {
    let file = try Vectors.load("calendar", as: `Recorded calendar expressions`.File.self)
    for vector in file.vectors {
      let zone = try ZoneFiles.zone(vector.tz)
      let base = try Instant(vector.base)
      let timetable = try Timetable(
        phases: [(nil, Schedule(at: [vector.expr]))], start: LocalDate("1990-01-01"), zone: zone,
        otherZones: [zone])
      let found = try Self.list(timetable, after: "\(base)", count: vector.policy_next.count)
      #expect(found.map(\.at.description) == vector.policy_next, "\(vector.expr) \(vector.tz)")
    }
  }
}
