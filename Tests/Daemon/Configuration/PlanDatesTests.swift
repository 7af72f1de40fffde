import CheckIns
import Daemon
import Reading
import Storage
import Testing
import Timekeeping

@Suite struct `Dates in a plan file` {
  private func read(_ text: String) -> (plan: Plan?, told: [String]) {
    let faults = FaultList()
    let plan = PlanReader(file: "p.yaml", faults: faults).read(Array(text.utf8))?.plan
    return (plan, faults.faults.sorted().map(\.description))
  }

  @Test func `step down by dates, and by dates of a person`() throws {
    let (plan, told) = read(
      """
      plan: taper
      phases:
        - {until: 2026-06-30, at: "09:00"}
        - {until: quit_date + 90d, at: "Mon,Wed 09:00"}
        - {from: sobriety + 1y, for: 4 weeks, at: ["Mon 09:00", "Fri 17:00"]}
        - from: start + 1y
          rrule: |
            DTSTART:20260302T090000
            RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU
            EXDATE:20260316T090000
            RDATE:20260318T090000
      milestones: {from: sobriety, at: [30d, yearly]}
      """)
    #expect(told == [])
    let bounds = try #require(plan).phases.map(\.bounds)
    #expect(bounds[1].until?.description == "quit_date + 90d")
    #expect(bounds[2].from?.description == "sobriety + 1y")
    #expect(plan?.datesNeeded == ["quit_date", "sobriety"])
  }

  @Test(arguments: [
    ("{from: soonish!, at: \"09:00\"}", "p.yaml:3: phases.1.from: \"soonish!\" is not a personal"),
    ("{for: 4w, until: 2026-06-30, at: \"09:00\"}", "expected one of for and until, found both"),
    (
      "{from: 2026-06-30, until: 2026-06-30, at: \"09:00\"}",
      "phases.1.until: expected a day after from (2026-06-30)"
    ),
    ("{from: a + 9d, until: a + 1w, at: \"09:00\"}", "expected a day after from (a + 9d)"),
    (
      "{rrule: \"DTSTART:20260302T090000\\nRRULE:FREQ=DAILY\", time: \"09:00\"}",
      "expected it here or in DTSTART, found both"
    ),
    ("{at: \"09:00 Europe/Berln\"}", ""),
    ("{at: \"*:*:0/0.5\"}", "comes 172800 times a day; expected at most every minute"),
  ]) func `are refused with line and key`(phase: String, says: String) {
    let (_, told) = read("plan: a\nphases:\n  - \(phase)\n")
    #expect(says.isEmpty ? told.isEmpty : told.contains { $0.contains(says) }, "\(told)")
  }

  @Test func `with a zone that does not exist are refused at their line`() throws {
    let house = try SampleHouse()
    try house.write(
      "plans/a.yaml",
      "plan: a\nphases:\n  - {for: 1w, at: \"09:00\"}\n"
        + "  - {at: \"09:00 Europe/Berln\"}\n")
    #expect(
      house.told == [
        "plans/a.yaml:4: phases.2.at: the zone \"Europe/Berln\" does not exist; did you mean "
          + "Europe/Berlin?"
      ])
  }
}

@Suite struct `Holidays in files` {
  private func house(_ settings: String, plan: String) throws -> SampleHouse {
    let house = try SampleHouse(SampleHouse.smallest + "\n" + settings)
    try house.write("plans/a.yaml", "plan: a\nat: \"09:00\"\n\(plan)")
    return house
  }

  @Test func `of the house count for plans that say what becomes of them`() throws {
    let settings = "holidays: [2026-12-25, 2026-12-31..2027-01-01, more/us.ics]\n"
    let ics =
      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260704\r\nEND:VEVENT\r\n"
      + "END:VCALENDAR\r\n"
    func plan(_ text: String) throws -> Plan? {
      let house = try house(settings, plan: text)
      try house.write("more/us.ics", ics)
      return try house.load().plan("a")
    }
    #expect(try plan("")?.holidays == nil)
    let skip = try #require(plan("on_holiday: skip\n")?.holidays)
    #expect(
      skip.dates.map(\.description)
        == ["2026-07-04", "2026-12-25", "2026-12-31", "2027-01-01"])
    let move = try plan("on_holiday: next_working_day\nworkdays: Sun..Sun\nholidays: 2026-05-01\n")
    #expect(move?.holidays?.policy == .nextWorkingDay)
    #expect(move?.holidays?.dates.count == 5)
    #expect(move?.holidays?.workdays == Weekdays(.sunday))
  }

  @Test func `of a plan alone are skipped`() throws {
    let plan = try house("", plan: "holidays: [2026-12-25]\n").load().plan("a")
    #expect(plan?.holidays == ExceptionDates([try LocalDate("2026-12-25")]))
  }

  @Test func `that cannot be read are told with file and line`() throws {
    let house = try house(
      "holidays: [2026-02-30, us.ics]\non_holiday: never\n",
      plan: "holidays: days.txt\n")
    try house.write("plans/days.txt", "2026-01-01 New Year\n1 May\n")
    let told = house.told
    #expect(told.contains { $0.contains("kith.yaml:9: holidays.1: the date \"2026-02-30\"") })
    #expect(told.contains { $0.contains("us.ics: expected a file that can be read") })
    #expect(told.contains { $0.contains("kith.yaml:10: on_holiday: expected one of ask, skip") })
    #expect(told.contains { $0.contains("plans/days.txt: line 2: ") }, "\(told)")
  }

  @Test func `that change nothing are noted by a check`() throws {
    var check = ConfigurationCheck(
      try house("holidays: [2026-12-25]\n", plan: "").load(), now: Instant(seconds: 1_767_225_600))
    #expect(check.run().contains { $0.fault.sentence.contains("no plan says on_holiday") })
  }
}

@Suite struct `A check of times` {
  @Test func `tells which meet a clock change where people live`() throws {
    let house = try SampleHouse()
    try house.write("plans/a.yaml", "plan: a\nat: \"02:30\"\n")
    var check = ConfigurationCheck(
      try house.load(), now: Instant(seconds: 1_767_225_600),
      enrolled: [
        Enrolled(plan: "a", zone: "Asia/Tokyo", people: 1),
        Enrolled(plan: "a", zone: "Europe/Berlin", people: 2),
      ])
    let notes = check.run().map(\.fault.sentence).filter { $0.contains("asked once") }
    #expect(
      notes == [
        "02:30 on Sun 29 Mar 2026 meets a clock change in Europe/Berlin (2 people): it does not "
          + "exist, and is asked once, at Sun 29 Mar 2026 03:30 CEST",
        "02:30 on Sun 25 Oct 2026 meets a clock change in Europe/Berlin (2 people): it comes "
          + "twice, and is asked once, at Sun 25 Oct 2026 02:30 CEST",
      ])
  }
}
