import ArgumentParser
import Control
import Daemon
import Foundation
import Timekeeping

/// `kith next (--plan P | --at EXPR… | --rrule R --start T | --person ID) --zone Z`
struct Next: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "When a plan, an expression, a rule or a person falls due next.",
    discussion: """
      kith next --at "Mon,Wed 09:00" --zone Europe/Berlin --count 3
      kith next --rrule "FREQ=WEEKLY;BYDAY=MO" --start 2026-03-02T09:00 --zone Europe/Berlin
      kith next --plan daily --zone America/New_York
      kith next --plan taper --date quit_date=2026-03-01 --zone Europe/Berlin
      kith next --person ann --ics > ann.ics
      """)

  @OptionGroup var options: ConfigurationOptions
  @Option(help: "A plan's name, or its file.") var plan: String?
  @Option(help: "A calendar expression (systemd.time(7)); may be given again.") var at: [String] =
    []
  @Option(
    help: "A recurrence rule (RFC 5545), with --start or a DTSTART line; given again, more lines.")
  var rrule: [String] = []
  @Option(help: "Where a rule or plan begins: a local date, or date and time.") var start: String?
  @Option(
    help: "A named date that a plan counts from, as quit_date=2026-03-01; may be given again.")
  var date: [String] = []
  @Option(help: "Somebody Kith knows; asks the daemon.") var person: String?
  @Option(help: "An IANA zone, as Europe/Berlin; may be left out where the rule names its own.")
  var zone: String?
  @Option(help: "Only times after this: RFC 3339, or local in the zone (default: now).")
  var after: String?
  @Option(help: "How many, 1 to 1000.") var count = 5
  @Flag(help: "With --person: an iCalendar file (RFC 5545).") var ics = false
  @Flag(help: "With --at or --rrule: the normal form instead of times.") var normal = false
  @Option(help: "The daemon's control socket.") var socket: String?

  func validate() throws {
    let given = [plan != nil, !at.isEmpty, !rrule.isEmpty, person != nil].count { $0 }
    if given != 1 {
      throw ValidationError("Give one of --plan, --at, --rrule with --start, and --person.")
    }
    if ics, person == nil { throw ValidationError("--ics needs --person.") }
    if normal, at.isEmpty, rrule.isEmpty {
      throw ValidationError("--normal needs --at or --rrule.")
    }
    if !date.isEmpty, plan == nil { throw ValidationError("--date needs --plan.") }
    if start != nil, plan == nil, rrule.isEmpty {
      throw ValidationError("--start needs --rrule or --plan.")
    }
    if plan != nil, zone == nil { throw Self.zoneIsMissing }
    if !(1...1000).contains(count) { throw ValidationError("Expected --count from 1 to 1000.") }
  }

  private static let zoneIsMissing = ValidationError(
    "--zone is missing, as --zone Europe/Berlin.")

  func run() async throws {
    if let person { return try askDaemon(person) }
    do {
      if normal { return Output.print(try normalForms().joined(separator: "\n")) }
      show(try coming())
    } catch let failure as TimekeepingFailure {
      throw Failure(OccurrenceText.sentence(failure))
    }
  }

  private func askDaemon(_ person: String) throws {
    var daemon = DaemonOptions()
    daemon.output = options.output
    daemon.socket = socket
    let query = Query.Next(id: person, after: after, count: count)
    guard ics else { return try daemon.run(.next(query)) }
    guard case .calendar(let file) = try daemon.answer(.calendar(query)) else { return }
    Output.print(file.text)
  }

  private func normalForms() throws -> [String] {
    try rrule.isEmpty
      ? at.map { try CalendarExpression($0).description }
      : [RecurrenceRule(rrule.joined(separator: "\n")).description]
  }

  private func show(_ coming: ComingTimes) {
    switch options.output.format {
    case .json: Output.print(json: coming.times)
    case .text: Output.print(coming.lines.joined(separator: "\n"))
    }
  }

  private func coming() throws -> ComingTimes {
    let zones = ZoneReader(
      directory: ZoneReader.directory(in: ProcessInfo.processInfo.environment))
    let rule = try rrule.isEmpty ? nil : RecurrenceRule(rrule.joined(separator: "\n"))
    if let rule, start == nil, rule.start == nil {
      throw ValidationError("--rrule needs --start, or a DTSTART line.")
    }
    let expressions = try at.map { try CalendarExpression($0) }
    let named = expressions.map(\.zoneName) + (rule.map { [$0.zoneName] } ?? [])
    guard let name = zone ?? (named.contains(nil) ? nil : named.first ?? nil) else {
      throw Self.zoneIsMissing
    }
    let home = try zones.zone(name)
    let after = try self.after.map { try LocalText.instant($0, in: home) } ?? Now.instant
    let begins = try start.map { try LocalText.start($0, in: home) }
    var times = ComingTimes(home: home, zones: zones, after: after, count: count)
    if let plan {
      let start = begins?.date ?? home.date(of: after)
      try times.fill(with: options.plan(plan), from: start, dates: namedDates())
    } else if let rule {
      let schedule = Schedule(.recurrence(rule, time: begins?.time))
      try times.fill(with: schedule, from: begins?.date ?? home.date(of: after))
    } else {
      try times.fill(with: Schedule(.times(expressions)), from: home.date(of: after) - 2)
    }
    return times
  }

  private func namedDates() throws -> PersonalDates {
    try date.isEmpty ? .none : PersonalDates(date.joined(separator: ";"))
  }
}
