import CheckIns
import Messages
import Simulation
import Testing
import Timekeeping

@Suite struct `A plan that follows the calendar` {
  private func dates(_ life: Life, to phone: Phone, template: String = "checking in") -> [String] {
    life.world.delivered.filter {
      $0.message.to == phone.number && $0.message.text.contains(template)
    }.map { String($0.at.description.prefix(10)) }
  }

  private static func tapering() throws -> Plan {
    Plan(
      name: "daily",
      phases: [
        Phase(
          bounds: PhaseBounds(until: try PersonalDate("quit_date + 3d")), schedule: .at("09:00")),
        Phase(bounds: PhaseBounds(), schedule: .at("Mon 09:00")),
      ])
  }

  @Test func `steps down by a date of the person's own`() throws {
    let life = try Life(plan: try Self.tapering())
    let ann = try life.mentee("ann") { $0.dates = try? PersonalDates("quit_date=2026-03-01") }
    for _ in 0..<15 {
      life.passes(.hours(24))
      while ann.hasUnread { ann.receives("") }
      ann.replies("yes")
      while ann.hasUnread { ann.receives("") }
    }
    #expect(
      dates(life, to: ann) == ["2026-03-02", "2026-03-03", "2026-03-09", "2026-03-16"])
  }

  @Test func `is planned anew when that date changes, and asks no day twice`() throws {
    let life = try Life(plan: try Self.tapering())
    let ann = try life.mentee("ann") { $0.dates = try? PersonalDates("quit_date=2026-02-01") }
    life.passes(.minutes(61))
    ann.receives("checking in")
    ann.replies("yes")
    ann.receives("Ann")
    try life.mentee("ann") {
      $0.addresses = [.init(channel: .sms, text: ann.number)]
      $0.dates = try? PersonalDates("quit_date=2026-03-02")
    }
    life.passes(.hours(24))
    ann.receives("checking in")
    #expect(dates(life, to: ann) == ["2026-03-02", "2026-03-03"])
  }

  @Test func `that needs a date is refused for somebody without it`() throws {
    let life = try Life(plan: try Self.tapering())
    let refusal = #expect(throws: (any Error).self) { try life.mentee("ann") }
    #expect("\(String(describing: refusal))".contains("counts from quit_date"))
  }

  @Test func `skips a holiday and a day off, and the ledger says so`() throws {
    var plan = Plan.daily
    plan.holidays = ExceptionDates([try LocalDate("2026-03-03")])
    let life = try Life(plan: plan)
    let ann = try life.mentee("ann") { $0.daysOff = try? DaysOff("2026-03-05") }
    for _ in 0..<5 {
      life.passes(.hours(24))
      while ann.hasUnread { ann.receives("") }
      ann.replies("yes")
      while ann.hasUnread { ann.receives("") }
    }
    #expect(dates(life, to: ann) == ["2026-03-02", "2026-03-04", "2026-03-06"])
    let told = life.world.ledger.filter { $0.event == "day-off" }.map(\.detail)
    #expect(told == ["2026-03-03 holiday", "2026-03-05 own"])
  }

  @Test func `moves a weekly check-in from a holiday to the next working day`() throws {
    var plan = Plan(name: "daily", phases: [Phase(schedule: .at("Fri 09:00"))])
    plan.holidays = ExceptionDates([try LocalDate("2026-03-06")], policy: .nextWorkingDay)
    let life = try Life(plan: plan)
    let ann = try life.mentee("ann")
    life.passes(.days(8))
    ann.receives("checking in")
    #expect(dates(life, to: ann) == ["2026-03-09"])
    let told = life.world.ledger.filter { $0.event == "moved" }.map(\.detail)
    #expect(told == ["2026-03-06 2026-03-09 holiday"])
  }

  @Test func `loses nothing that lies between a holiday and the day it moves to`() throws {
    var plan = Plan(
      name: "daily", phases: [Phase(schedule: try Schedule(at: ["Fri 09:00", "Sat,Mon 10:00"]))])
    plan.holidays = ExceptionDates([try LocalDate("2026-03-06")], policy: .nextWorkingDay)
    let life = try Life(plan: plan)
    let ann = try life.mentee("ann")
    for _ in 0..<9 {
      life.passes(.hours(24))
      while ann.hasUnread { ann.receives("") }
      ann.replies("yes")
      while ann.hasUnread { ann.receives("") }
    }
    #expect(
      dates(life, to: ann) == ["2026-03-02", "2026-03-07", "2026-03-09", "2026-03-09"])
  }

  @Test func `congratulates on a milestone once, with that day's check-in`() throws {
    var plan = Plan(name: "daily", phases: [Phase(schedule: .at("09:00,15:00"))])
    plan.milestones = Milestones(
      from: try PersonalDate("quit_date"), spans: [Span(days: 30)], yearly: true)
    let life = try Life(plan: plan)
    // Thirty days on 3 March, a year on 4 March for another.
    let ann = try life.mentee("ann") { $0.dates = try? PersonalDates("quit_date=2026-02-01") }
    let bea = try life.mentee("bea") { $0.dates = try? PersonalDates("quit_date=2024-03-04") }
    for _ in 0..<8 {
      life.passes(.hours(12))
      for phone in [ann, bea] {
        while phone.hasUnread { phone.receives("") }
        phone.replies("yes")
        while phone.hasUnread { phone.receives("") }
      }
    }
    #expect(dates(life, to: ann, template: "30 days now") == ["2026-03-03"])
    #expect(dates(life, to: bea, template: "2 years now") == ["2026-03-04"])
  }

  @Test func `asks at random times that a restart does not change`() throws {
    let window = try RandomWindow(between: "10:00-19:00", times: 2, gap: "2h")
    let plan = Plan(name: "daily", phases: [Phase(schedule: Schedule(.window(window)))])
    func times(crashing: Bool) throws -> [String] {
      let life = try Life(plan: plan)
      let ann = try life.mentee("ann")
      for _ in 0..<6 {
        life.passes(.hours(12))
        if crashing { try life.world.crashes() }
        while ann.hasUnread { ann.receives("") }
        ann.replies("yes")
        while ann.hasUnread { ann.receives("") }
      }
      return life.world.delivered.filter { $0.message.text.contains("checking in") }
        .map { String($0.at.description.prefix(16)) }
    }
    let calm = try times(crashing: false)
    #expect(calm.count == 6)
    #expect(try times(crashing: true) == calm)
  }
}
