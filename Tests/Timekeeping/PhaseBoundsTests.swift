import Testing
import Timekeeping

@Suite struct `Phases of a plan` {
  /// Phases as `from|for|until`; each may be empty.
  private func stretches(_ phases: [String], dates: String = "quit_date=2026-01-15") throws
    -> [String]
  {
    let bounds = try phases.map { text in
      let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      return PhaseBounds(
        from: parts[0].isEmpty ? nil : try PersonalDate(parts[0]),
        span: parts[1].isEmpty ? nil : try Span(parts[1]),
        until: parts[2].isEmpty ? nil : try PersonalDate(parts[2]))
    }
    return PhaseStretch.all(
      of: bounds, start: try LocalDate("2026-02-01"), dates: try PersonalDates(dates)
    ).map { stretch in
      let end = stretch.end == LocalDate(days: .max) ? "for ever" : "\(stretch.end)"
      return stretch.first < stretch.end ? "\(stretch.first) \(end)" : "never"
    }
  }

  @Test(arguments: [
    (
      ["|4w|", "|1mo|", "||"],
      ["2026-02-01 2026-03-01", "2026-03-01 2026-03-29", "2026-03-29 for ever"]
    ),
    (
      ["||2026-03-10", "||2026-04-10", "||"],
      ["2026-02-01 2026-03-10", "2026-03-10 2026-04-10", "2026-04-10 for ever"]
    ),
    // A date that lies behind the start: only what is left of the phase.
    (["quit_date|30d|", "||"], ["2026-02-01 2026-02-14", "2026-02-14 for ever"]),
    (
      ["||quit_date + 90d", "quit_date + 90d|4w|", "||"],
      ["2026-02-01 2026-04-15", "2026-04-15 2026-05-13", "2026-05-13 for ever"]
    ),
    // A phase without an end ends where the next begins; between two there may be nothing.
    (["||", "2026-06-01||"], ["2026-02-01 2026-06-01", "2026-06-01 for ever"]),
    (["|1w|", "start + 2w|1w|"], ["2026-02-01 2026-02-08", "2026-02-15 2026-02-22"]),
    // What lies behind is passed over.
    (["||2026-01-20", "||"], ["never", "2026-02-01 for ever"]),
    (["|6w|", "start + 2w||"], ["2026-02-01 2026-02-15", "2026-02-15 for ever"]),
  ]) func `begin and end by length and by date`(phases: [String], days: [String]) throws {
    #expect(try stretches(phases) == days)
  }

  @Test func `count from the start where a date is not known`() throws {
    #expect(
      try stretches(["||quit_date + 1w", "||"], dates: "none")
        == ["2026-02-01 2026-02-08", "2026-02-08 for ever"])
  }

  @Test func `step down by date, and leave out days off`() throws {
    let holidays = ExceptionDates([try LocalDate("2026-02-03")])
      .with(own: try DaysOff("2026-02-05..2026-02-06"))
    let table = try Timetable(
      parts: [
        .init(PhaseBounds(until: try PersonalDate("2026-02-08")), Schedule(at: ["09:00"])),
        .init(PhaseBounds(), Schedule(at: ["Mon 09:00"])),
      ], start: try LocalDate("2026-02-01"), zone: .utc, exceptions: holidays)
    let found = table.next(6, after: try Instant("2026-02-01T10:00:00Z")).map(\.date.description)
    #expect(
      found == [
        "2026-02-02", "2026-02-04", "2026-02-07", "2026-02-09", "2026-02-16", "2026-02-23",
      ])
    let off = table.daysOff(
      after: try LocalDate("2026-02-01"), before: try LocalDate("2026-02-20"))
    #expect(off.map(\.description) == ["2026-02-03", "2026-02-05", "2026-02-06"])
    #expect(off.map(table.isOwnDayOff) == [false, true, true])
  }

  @Test func `name a holiday whose times are taken where they would move to`() throws {
    let holidays = ExceptionDates([try LocalDate("2026-02-06")], policy: .nextWorkingDay)
    func daysOff(_ times: [String]) throws -> [String] {
      let table = try Timetable(
        phases: [(nil, Schedule(at: times))], start: try LocalDate("2026-02-01"), zone: .utc,
        exceptions: holidays)
      return table.daysOff(
        after: try LocalDate("2026-02-01"), before: try LocalDate("2026-02-20")
      ).map(\.description)
    }
    #expect(try daysOff(["09:00"]) == ["2026-02-06"])
    #expect(try daysOff(["Fri 09:00", "Mon 10:00"]) == [])
  }

  @Test func `with a rule that has its own DTSTART keep its date and take the person's time`()
    throws
  {
    let rule = "DTSTART:20260202T080000\nRRULE:FREQ=WEEKLY;INTERVAL=2\nEXDATE:20260216T080000"
    let schedule = try Schedule(rrule: rule, time: nil)
    let table = try Timetable(
      phases: [(nil, schedule)], start: try LocalDate("2026-01-01"), zone: .utc,
      time: try LocalTime("09:30"))
    let found = table.next(2, after: try Instant("2026-01-01T00:00:00Z")).map(\.at.description)
    #expect(found == ["2026-02-02T09:30:00Z", "2026-02-16T09:30:00Z"])
  }
}

@Suite struct `Dates of a person` {
  @Test(arguments: [
    ("quit_date=2026-03-01", "quit_date=2026-03-01"), ("none", "none"),
    ("b=2026-01-02; a = 2026-01-01", "a=2026-01-01;b=2026-01-02"),
  ]) func `are read and printed by name`(text: String, printed: String) throws {
    let dates = try PersonalDates(text)
    #expect(dates.description == printed)
    #expect(try PersonalDates(printed) == dates)
  }

  @Test(arguments: [
    ("quit_date", "is not a named date; expected one like quit_date=2026-03-01"),
    ("Quit=2026-03-01", "is not a named date"), ("start=2026-03-01", "is not a named date"),
    ("a=2026-03-01;a=2026-03-02", "the date a stands here twice"),
    ("a=2026-02-30", "does not exist"), ("", "is not a named date"),
  ]) func `are refused in words`(text: String, says: String) {
    let failure = #expect(throws: TimekeepingFailure.self) { try PersonalDates(text) }
    #expect(failure?.sentence.contains(says) == true, "\(failure?.sentence ?? "")")
  }

  @Test(arguments: [
    ("2026-12-25", "2026-12-25", 1), ("2026-12-24..2027-01-02", "2026-12-24..2027-01-02", 10),
    ("2027-02-01;2026-12-24 .. 2026-12-26", "2026-12-24..2026-12-26;2027-02-01", 4),
    ("none", "none", 0),
  ]) func `on which they are off are read as days and stretches`(
    text: String, printed: String, days: Int
  ) throws {
    let off = try DaysOff(text)
    #expect(off.description == printed && off.dates.count == days)
    #expect(try DaysOff(printed) == off)
  }

  @Test(arguments: ["2026-12-26..2026-12-24", "soon", "2026-01-01..2028-01-01", ""])
  func `on which they are off are refused when they make no sense`(text: String) {
    #expect(throws: TimekeepingFailure.self) { try DaysOff(text) }
  }
}

@Suite struct `A calendar of holidays` {
  private func days(_ body: String) throws -> [String] {
    let text = "BEGIN:VCALENDAR\r\n\(body)\r\nEND:VCALENDAR\r\n"
    return try ExceptionDates.dates(in: text, until: LocalDate("2028-12-31")).map(\.description)
  }

  private func event(_ lines: String...) -> String {
    (["BEGIN:VEVENT"] + lines + ["END:VEVENT"]).joined(separator: "\r\n")
  }

  @Test func `gives its whole days, repeated, moved and cancelled ones`() throws {
    let body = [
      event("DTSTART;VALUE=DATE:20261126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"),
      event("DTSTART;VALUE=DATE:20260101", "DURATION:P2D"),
      event("DTSTART:20260704T000000", "DTEND:20260705T000000"),
      event("DTSTART:20260501T090000Z", "DTEND:20260501T100000Z"),
      event("DTSTART;VALUE=DATE:20260601", "STATUS:CANCELLED"),
      event(
        "UID:x", "DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=WEEKLY;COUNT=3",
        "EXDATE;VALUE=DATE:20260309"),
      event("UID:x", "RECURRENCE-ID;VALUE=DATE:20260316", "DTSTART;VALUE=DATE:20260317"),
    ].joined(separator: "\r\n")
    #expect(
      try days(body) == [
        "2026-01-01", "2026-01-02", "2026-03-02", "2026-03-17", "2026-07-04", "2026-11-26",
        "2027-11-25", "2028-11-23",
      ])
  }

  @Test(arguments: [
    // What stands within an event belongs to its alarm: RFC 5545 section 3.6.6, RFC 9074.
    (
      [
        "UID:a", "DTSTART;VALUE=DATE:20260101", "DURATION:P2D", "BEGIN:VALARM", "UID:b",
        "TRIGGER:-PT15M", "DURATION:PT5M", "REPEAT:2", "END:VALARM", "END:VEVENT", "BEGIN:VEVENT",
        "UID:a", "RECURRENCE-ID;VALUE=DATE:20260101", "DTSTART;VALUE=DATE:20260105",
      ], ["2026-01-05"]
    ),
    (
      [
        "DTSTART;VALUE=DATE:20260101", "DURATION:P2D", "BEGIN:VALARM", "DURATION:PT5M",
        "END:VALARM",
      ], ["2026-01-01", "2026-01-02"]
    ),
    // Far more weeks than there are days.
    (
      ["DTSTART;VALUE=DATE:20281231", "RRULE:FREQ=DAILY", "DURATION:P9223372036854775807W"],
      ["2028-12-31"]
    ),
  ]) func `takes of an event what is its own and can be`(lines: [String], days: [String]) throws {
    let found = try self.days(
      (["BEGIN:VEVENT"] + lines + ["END:VEVENT"]).joined(separator: "\r\n"))
    #expect(found.starts(with: days) && (found == days || lines[2].hasSuffix("W")))
  }

  /// Every Sunday since 1995 is more than a thousand.
  @Test func `has a weekly day off that began long ago`() throws {
    let found = try days(event("DTSTART;VALUE=DATE:19950101", "RRULE:FREQ=WEEKLY"))
    #expect(found.last == "2028-12-31" && found.contains("2026-11-22"))
    #expect(found.first == "2022-01-02" && found.count == 366)
    let tooMany = #expect(throws: TimekeepingFailure.self) {
      try ExceptionDates.dates(
        in: (2026...2040).map { "\($0)-01-01..\($0)-12-31" }.joined(separator: "\n"),
        until: LocalDate("2028-12-31"))
    }
    #expect(tooMany?.sentence.contains("too many") == true)
  }

  @Test func `takes no time zone's rules for an event`() throws {
    let zone =
      "BEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\nDTSTART:19701101T020000\r\n"
      + "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    #expect(try days(zone) == [])
  }

  @Test func `that is broken is refused with the line`() {
    let failure = #expect(throws: TimekeepingFailure.self) {
      try days(event("DTSTART;VALUE=DATE:20260230"))
    }
    #expect(failure?.sentence.hasPrefix("line 2: ") == true, "\(failure?.sentence ?? "")")
    let list = #expect(throws: TimekeepingFailure.self) {
      try ExceptionDates.dates(in: "2026-01-01\n\nEaster\n", until: LocalDate("2030-01-01"))
    }
    #expect(list?.sentence.hasPrefix("line 3: ") == true)
    #expect(throws: TimekeepingFailure.self) { try days("BEGIN:VEVENT\r\nDTSTART:20260101") }
  }
}
