import Testing
import Timekeeping

@Suite struct `A recurrence rule` {
  @Test(arguments: [
    ("FREQ=DAILY", "FREQ=DAILY"), ("RRULE:FREQ=WEEKLY;BYDAY=FR,MO", "FREQ=WEEKLY;BYDAY=MO,FR"),
    ("INTERVAL=1;FREQ=DAILY;WKST=MO", "FREQ=DAILY"),
    ("freq=monthly;byday=-1fr,+2tu", "FREQ=MONTHLY;BYDAY=-1FR,2TU"),
    ("FREQ=DAILY;UNTIL=20260131T140000Z", "FREQ=DAILY;UNTIL=20260131T140000Z"),
    ("FREQ=DAILY;UNTIL=20260131", "FREQ=DAILY;UNTIL=20260131"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,-1;COUNT=3", "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-1,15"),
    (
      "DTSTART;TZID=Europe/Berlin:20260101T090000\nRRULE:FREQ=DAILY\nEXDATE:20260102T090000",
      "DTSTART;TZID=Europe/Berlin:20260101T090000\nRRULE:FREQ=DAILY\nEXDATE:20260102T090000"
    ),
  ]) func `is printed in normal form, which reads the same`(text: String, normal: String) throws {
    let rule = try RecurrenceRule(text)
    #expect(rule.description == normal)
    #expect(try RecurrenceRule(normal) == rule)
  }

  @Test(arguments: [
    ("", "one like FREQ"), ("FREQ=FORTNIGHTLY", "FREQ of"), ("BYDAY=MO", "FREQ="),
    ("FREQ=DAILY;FREQ=DAILY", "once"), ("FREQ=DAILY;COUNT=3;UNTIL=20260101", "not both"),
    ("FREQ=DAILY;COUNT=0", "COUNT of 1"), ("FREQ=DAILY;INTERVAL=0", "INTERVAL of 1"),
    ("FREQ=DAILY;BYHOUR=24", "BYHOUR of 0"), ("FREQ=WEEKLY;BYMONTHDAY=1", "not with FREQ=WEEKLY"),
    ("FREQ=MONTHLY;BYYEARDAY=1", "not with FREQ=MONTHLY"), ("FREQ=WEEKLY;BYDAY=2MO", "2MO only"),
    ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=2MO", "2MO only"),
    ("FREQ=MONTHLY;BYWEEKNO=3;BYDAY=MO", "YEARLY"),
    ("FREQ=YEARLY;BYWEEKNO=20", "BYDAY beside"), ("FREQ=DAILY;BYSETPOS=1", "another BY"),
    ("FREQ=DAILY;BYDAY=XX", "BYDAY of days"), ("FREQ=DAILY;X-NAME=1", "RFC 5545 knows"),
    ("FREQ=DAILY;", "between semicolons"), ("FREQ=DAILY;BYMONTHDAY=0", "BYMONTHDAY of 1"),
    ("FREQ=DAILY;BYSECOND=60", "BYSECOND"), ("FREQ=DAILY;UNTIL=soon", "a date like"),
    ("RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", "not two"), ("EXRULE:FREQ=DAILY", "lines"),
    ("FREQ=DAILY;BYHOUR=9,", "BYHOUR"), ("FREQ=YEARLY;BYDAY=54MO", "BYDAY of 1 to 53"),
    (
      "DTSTART;TZID=Europe/Berlin:20260101T090000\nRRULE:FREQ=DAILY\n"
        + "EXDATE;TZID=America/New_York:20260102T030000", "of one zone"
    ),
    ("RRULE:FREQ=DAILY\nRDATE;TZID=Asia/Tokyo:20260102T030000", "of one zone"),
  ]) func `that is wrong or disputed is refused in words`(text: String, part: String) {
    let failure = #expect(throws: TimekeepingFailure.self) { try RecurrenceRule(text) }
    #expect(failure?.sentence.contains(part) == true, "\(failure?.sentence ?? "")")
  }

  static func list(_ text: String, from start: String, count: Int = 6) throws -> [String] {
    let zone = try ZoneFiles.zone("America/New_York")
    let recurrence = Recurrence(
      try RecurrenceRule(text), start: try LocalDateTime(start), in: zone)
    var times: [String] = []
    var instant = zone.instant(of: try LocalDateTime(start)).instant - .seconds(1)
    while times.count < count, let next = recurrence.next(after: instant) {
      times.append(zone.localDateTime(of: next).description)
      instant = next
    }
    return times
  }

  @Test(
    arguments: [
      // The end of UNTIL is included, a day as a whole; in UTC it is a moment.
      (
        "FREQ=DAILY;UNTIL=20260103",
        ["2026-01-01T09:00:00", "2026-01-02T09:00:00", "2026-01-03T09:00:00"]
      ),
      ("FREQ=DAILY;UNTIL=20260102T140000Z", ["2026-01-01T09:00:00", "2026-01-02T09:00:00"]),
      ("FREQ=DAILY;UNTIL=20260102T135959Z", ["2026-01-01T09:00:00"]),
      // The start is no occurrence when the rule does not name it.
      (
        "FREQ=YEARLY;BYMONTH=2;COUNT=2;BYMONTHDAY=1",
        ["2026-02-01T09:00:00", "2027-02-01T09:00:00"]
      ),
      // EXDATE takes out of what COUNT has counted; RDATE adds to it.
      (
        "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260102T090000\nRDATE:20260301T120000",
        ["2026-01-01T09:00:00", "2026-01-03T09:00:00", "2026-03-01T12:00:00"]
      ),
      ("RRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260101T140000Z", ["2026-01-02T09:00:00"]),
      ("RRULE:FREQ=DAILY;COUNT=2\nEXDATE;VALUE=DATE:20260101", ["2026-01-02T09:00:00"]),
      // Every month's, not only the start's.
      ("FREQ=YEARLY;BYMONTHDAY=13;COUNT=2", ["2026-01-13T09:00:00", "2026-02-13T09:00:00"]),
      // Plain and counted days are both meant.
      (
        "FREQ=MONTHLY;BYDAY=FR,1MO;COUNT=3",
        ["2026-01-02T09:00:00", "2026-01-05T09:00:00", "2026-01-09T09:00:00"]
      ),
      // Week 53 of 2026 begins on 28 December and ends on 3 January 2027.
      ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;COUNT=1", ["2027-01-03T09:00:00"]),
      ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", ["2026-01-31T09:00:00", "2026-03-31T09:00:00"]),
      // Never, and found out quickly.
      ("FREQ=SECONDLY;INTERVAL=60;BYSECOND=30", []), ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", []),
      ("FREQ=HOURLY;INTERVAL=24;BYHOUR=3", []), ("FREQ=SECONDLY;BYHOUR=19;BYSETPOS=3", []),
      // From long before the first day that a calendar expression knows.
      (
        "DTSTART:00010101T090000\nRRULE:FREQ=DAILY",
        ["2026-01-01T09:00:00", "2026-01-02T09:00:00"]
      ),
      (
        "DTSTART:16010101T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2",
        ["2026-01-05T09:00:00", "2026-01-19T09:00:00"]
      ),
      // BYSETPOS chooses within each hour.
      (
        "FREQ=HOURLY;BYMINUTE=10,20,30,40;BYSETPOS=2,-1;COUNT=3",
        ["2026-01-01T09:20:00", "2026-01-01T09:40:00", "2026-01-01T10:20:00"]
      ),
    ] as [(String, [String])]) func `happens when it says`(text: String, times: [String]) throws
  {
    let count = text.hasPrefix("DTSTART") ? times.count : 6
    #expect(try Self.list(text, from: "2026-01-01T09:00:00", count: count) == times)
  }

  @Test func `moves what a gap swallows, and does not count it twice`() throws {
    let times = try Self.list("FREQ=HOURLY;COUNT=4", from: "2026-03-08T01:30:00")
    // 02:30 becomes 03:30, where one is already: the same moment, once.
    #expect(times == ["2026-03-08T01:30:00", "2026-03-08T03:30:00", "2026-03-08T04:30:00"])
  }

  @Test func `gives the same from wherever one asks`() throws {
    let zone = try ZoneFiles.zone("America/New_York")
    var random = Seeded(2)
    for text in [
      "FREQ=DAILY;INTERVAL=3;BYHOUR=2,9,14", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,WE;BYSETPOS=-1",
      "FREQ=MONTHLY;BYDAY=2SU;BYHOUR=2;BYMINUTE=30", "FREQ=YEARLY;BYWEEKNO=1,20;BYDAY=MO,SU",
      "FREQ=MINUTELY;INTERVAL=45;BYDAY=SU", "FREQ=HOURLY;INTERVAL=5", "FREQ=DAILY;COUNT=500",
    ] {
      let start = try LocalDateTime("2026-01-04T02:30:00")
      let recurrence = Recurrence(try RecurrenceRule(text), start: start, in: zone)
      var instant = try Instant("2026-03-07T00:00:00Z")
      for _ in 0..<80 {
        guard let next = recurrence.next(after: instant) else { break }
        #expect(next > instant)
        let between = (next - instant).milliseconds
        let middle = instant + .milliseconds(Int64.random(in: 0..<between, using: &random))
        #expect(recurrence.next(after: middle) == next, "\(text)")
        instant = next
      }
    }
  }
}
