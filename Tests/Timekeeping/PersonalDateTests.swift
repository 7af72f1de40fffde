import Foundation
import Testing
import Timekeeping

@Suite struct `A personal date` {
  @Test(arguments: [
    ("quit_date + 90d", "2026-04-01", "quit_date + 90d"), ("start", "2026-02-01", "start"),
    ("2026-05-01", "2026-05-01", "2026-05-01"), ("quit_date+1y", "2027-01-01", "quit_date + 1y"),
    ("start + 2 weeks", "2026-02-15", "start + 2w"),
  ]) func `is read, printed and resolved`(text: String, day: String, printed: String) throws {
    let dates = ["quit_date": try LocalDate("2026-01-01"), "start": try LocalDate("2026-02-01")]
    let date = try PersonalDate(text)
    #expect(try date.resolved(with: dates).description == day)
    #expect(date.description == printed)
    #expect(try PersonalDate(printed) == date)
  }

  @Test func `that nobody has entered is named, with those that are known`() throws {
    let dates = ["start": try LocalDate("2026-02-01")]
    let failure = #expect(throws: TimekeepingFailure.self) {
      try PersonalDate("sober_since + 1d").resolved(with: dates)
    }
    #expect(failure?.sentence == "the date \"sober_since\" is not known; expected one of start")
    for text in ["", "+ 90d", "quit date", "start + soon", "2026-02-30"] {
      #expect(throws: TimekeepingFailure.self) { try PersonalDate(text) }
    }
  }
}

@Suite struct `Days off` {
  @Test func `are read from a list`() throws {
    let text = "# Easter\n2026-04-03 Good Friday\n2026-04-06\n\n2026-04-03\n"
    let dates = try ExceptionDates.dates(in: text, until: LocalDate("2030-01-01"))
    #expect(dates.map(\.description) == ["2026-04-03", "2026-04-06"])
    #expect(throws: TimekeepingFailure.self) {
      try ExceptionDates.dates(in: "3 April", until: LocalDate("2030-01-01"))
    }
  }

  @Test func `are read from an iCalendar file, repeated and longer ones too`() throws {
    let text = """
      BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20251224\r\nDTEND;VALUE=DATE:202512\r
       27\r\nRRULE:FREQ=YEARLY;COUNT=2\r\nEND:VEVENT\r\nBEGIN:VEVENT\r
      DTSTART:20260101T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
      """
    let dates = try ExceptionDates.dates(in: text, until: LocalDate("2030-01-01"))
    #expect(
      dates.map(\.description) == [
        "2025-12-24", "2025-12-25", "2025-12-26", "2026-12-24", "2026-12-25", "2026-12-26",
      ])
  }
}

@Suite struct `A schedule` {
  @Test func `is stored as the texts it is written in`() throws {
    let schedules = try [
      Schedule(at: ["Mon,Wed 9:00", "Fri 17:00"]),
      Schedule(rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", time: "09:00"),
      Schedule(.window(RandomWindow(between: "10:00-19:00", times: 2, gap: "2h"))),
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(schedules)
    #expect(try JSONDecoder().decode([Schedule].self, from: data) == schedules)
    let first = String(decoding: try encoder.encode(schedules[0]), as: UTF8.self)
    #expect(first == #"{"at":["Mon,Wed *-*-* 09:00:00","Fri *-*-* 17:00:00"]}"#)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Schedule.self, from: Data(#"{"at":["25:00"]}"#.utf8))
    }
    #expect(throws: TimekeepingFailure.self) { try Schedule(at: []) }
  }
}

@Suite struct `A calendar feed` {
  @Test func `tells calendars when, and nobody what`() throws {
    let timetable = try `A timetable`.daily(["09:00"])
    let found = try `A timetable`.list(timetable, after: "2026-01-05T00:00:00Z", count: 1)
    let feed = CalendarFeed.text(
      of: found.map { ($0, "e7") },
      title: "River House, \(String(repeating: "ä", count: 60))",
      now: try Instant("2026-01-01T00:00:00Z"))
    #expect(feed.contains("UID:e7-2026-01-05-0@kith\r\nDTSTAMP:20260101T000000Z\r\n"))
    #expect(feed.contains("DTSTART:20260105T140000Z\r\nSUMMARY:River House\\, "))
    #expect(feed.hasSuffix("END:VCALENDAR\r\n"))
    let lines = feed.split(separator: "\r\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 75 } && lines.contains { $0.hasPrefix(" ") })
  }
}
