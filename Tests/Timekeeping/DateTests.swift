import Testing
import Timekeeping

@Suite struct `A local date` {
  @Test func `counts every day of eight centuries once`() throws {
    var expected = (year: 1600, month: 1, day: 1)
    let first = try #require(LocalDate(year: 1600, month: 1, day: 1))
    for number in 0..<292_194 {
      let date = first + number
      let civil = date.civil
      guard civil == expected,
        LocalDate(year: civil.year, month: civil.month, day: civil.day) == date
      else {
        Issue.record("\(date) is not \(expected)")
        return
      }
      let length = LocalDate.length(ofMonth: expected.month, year: expected.year)
      expected.day += 1
      if expected.day > length { expected = (expected.year, expected.month + 1, 1) }
      if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
    }
  }

  @Test(arguments: [
    ("1970-01-01", Weekday.thursday), ("2026-11-21", .saturday), ("2000-02-29", .tuesday),
    ("1969-12-31", .wednesday), ("0001-01-01", .monday),
  ]) func `knows its weekday`(text: String, weekday: Weekday) throws {
    #expect(try LocalDate(text).weekday == weekday)
  }

  @Test(arguments: [
    ("2026-01-31", "1mo", "2026-02-28"), ("2028-01-31", "1mo", "2028-02-29"),
    ("2028-02-29", "1y", "2029-02-28"), ("2028-02-29", "4y", "2032-02-29"),
    ("2026-01-31", "1mo 1d", "2026-03-01"), ("2026-01-01", "90d", "2026-04-01"),
    ("2026-12-15", "2mo", "2027-02-15"), ("2026-01-31", "2mo", "2026-03-31"),
  ]) func `adds months first and keeps the day where it can`(
    start: String, span: String, end: String
  ) throws {
    #expect(try LocalDate(start).adding(Span(span)).description == end)
  }

  @Test(arguments: ["2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "", "2026-01-01x", "today"])
  func `that does not exist is refused in a sentence`(text: String) {
    let failure = #expect(throws: TimekeepingFailure.self) { try LocalDate(text) }
    #expect(failure?.sentence.contains("\"\(text)\"") == true)
    #expect(failure?.sentence.contains("expected") == true)
  }

  @Test func `of 29 February has its anniversaries on the 28th in other years`() throws {
    let date = try LocalDate("2028-02-29")
    #expect(
      (1...4).map { date.anniversary($0).description } == [
        "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29",
      ])
  }
}

@Suite struct `A point in time` {
  @Test(arguments: [
    ("2026-03-08T07:30:00Z", "2026-03-08T07:30:00Z"),
    ("2026-03-08T03:30:00-04:00", "2026-03-08T07:30:00Z"),
    ("2026-03-08T03:30:00.25+05:45", "2026-03-07T21:45:00.250Z"),
    ("2026-03-08 07:30 UTC", "2026-03-08T07:30:00Z"), ("@0", "1970-01-01T00:00:00Z"),
    ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
  ]) func `is read and printed as RFC 3339`(text: String, printed: String) throws {
    #expect(try Instant(text).description == printed)
  }

  @Test(arguments: ["2026-03-08T07:30:00", "2026-03-08", "07:30Z", "now", "2026-03-08T24:00:00Z"])
  func `without a zone, or impossible, is refused`(text: String) {
    #expect(throws: TimekeepingFailure.self) { try Instant(text) }
  }

  @Test func `is printed with the offset of a zone`() throws {
    let zone = try ZoneFiles.zone("America/New_York")
    let instant = try Instant("2026-03-08T07:30:00Z")
    #expect(instant.text(in: zone) == "2026-03-08T03:30:00-04:00")
    #expect(zone.text(of: instant) == "Sun 8 Mar 2026 03:30 EDT")
    #expect(Instant.distantFuture.text(in: zone).isEmpty == false)
  }
}

@Suite struct `A time of day` {
  @Test(arguments: [
    ("09:00", "09:00"), ("9:05", "09:05"), ("23:59:59", "23:59:59"),
    ("00:00:00.25", "00:00:00.250"),
  ]) func `is read and printed shortly`(text: String, printed: String) throws {
    #expect(try LocalTime(text).description == printed)
  }

  @Test(arguments: ["24:00", "9", "09:60", "9am", "09:00:60", "-1:00", "", "09:00 "])
  func `that no clock shows is refused`(text: String) {
    #expect(throws: TimekeepingFailure.self) { try LocalTime(text) }
  }
}

@Suite struct `A length of time` {
  @Test(arguments: [
    ("4 weeks", "4w"), ("90d", "90d"), ("1y", "1y"), ("1w 2d", "9d"), ("18 months", "1y 6mo"),
    ("1 day", "1d"), ("0d", "0d"), ("52w", "52w"),
  ]) func `on the calendar is read and printed`(text: String, printed: String) throws {
    let span = try Span(text)
    #expect(span.description == printed)
    #expect(try Span(printed) == span)
  }

  @Test(arguments: [
    ("3h", "3h"), ("30m", "30m"), ("1h 30m", "1h 30m"), ("26h", "26h"), ("5s", "5s"),
    ("90m", "1h 30m"), ("2d", "48h"), ("1500ms", "1s 500ms"), ("0s", "0s"), ("1h30m", "1h 30m"),
  ]) func `on a clock is read and printed`(text: String, printed: String) throws {
    let span = try ClockSpan.parse(text)
    #expect(ClockSpan.text(span) == printed)
    #expect(try ClockSpan.parse(printed) == span)
  }

  @Test(arguments: ["", "4", "weeks", "4 fortnights", "-1d", "1.5d", "101y", "9999999d", "4 w x"])
  func `that says nothing is refused`(text: String) {
    #expect(throws: TimekeepingFailure.self) { try Span(text) }
  }

  @Test(arguments: [
    "", "3", "h", "3x", "-3h", "1.5h", "9999999d", "1mo",
    String(repeating: "9999999w", count: 2000),
  ])
  func `that no clock measures is refused`(text: String) {
    #expect(throws: TimekeepingFailure.self) { try ClockSpan.parse(text) }
  }
}
