import ArgumentParser
import CheckIns
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
      """)

  @OptionGroup var options: ConfigurationOptions
  @Option(help: "A plan's name, or its file.") var plan: String?
  @Option(help: "A calendar expression (systemd.time(7)); may be given again.") var at: [String] =
    []
  @Option(help: "A recurrence rule (RFC 5545), with --start.") var rrule: String?
  @Option(help: "Where a rule or plan begins: a local date, or date and time.") var start: String?
  @Option(help: "Somebody Kith knows; asks the daemon.") var person: String?
  @Option(help: "An IANA zone, as Europe/Berlin.") var zone: String?
  @Option(help: "Only times after this: RFC 3339, or local in the zone (default: now).")
  var after: String?
  @Option(help: "How many, 1 to 1000.") var count = 5
  @Option(help: "The daemon's control socket.") var socket: String?

  func validate() throws {
    let given = [plan != nil, !at.isEmpty, rrule != nil, person != nil].count { $0 }
    if given != 1 {
      throw ValidationError("Give one of --plan, --at, --rrule with --start, and --person.")
    }
    if rrule != nil, start == nil { throw ValidationError("--rrule needs --start.") }
    if person == nil, zone == nil {
      throw ValidationError("--zone is missing, as --zone Europe/Berlin.")
    }
    if !(1...1000).contains(count) { throw ValidationError("Expected --count from 1 to 1000.") }
  }

  func run() async throws {
    if let person {
      var daemon = DaemonOptions()
      daemon.output = options.output
      daemon.socket = socket
      return try daemon.run(.next(.init(id: person, after: after, count: count)))
    }
    do {
      try show(occurrences())
    } catch let failure as TimekeepingFailure {
      throw Failure(OccurrenceText.sentence(failure))
    }
  }

  private func show(_ found: [OccurrenceText]) {
    switch options.output.format {
    case .json: Output.print(json: found)
    case .text:
      Output.print(found.isEmpty ? "Never again." : found.map(\.text).joined(separator: "\n"))
    }
  }

  private func occurrences() throws -> [OccurrenceText] {
    let zones = ZoneReader(
      directory: ZoneReader.directory(in: ProcessInfo.processInfo.environment))
    let home = try zones.zone(zone ?? "UTC")
    let after = try self.after.map { try LocalText.instant($0, in: home) } ?? Now.instant
    let begins = try start.map { try LocalText.dateTime($0) }
    let phases = try self.phases(begins)
    let others = try phases.flatMap(\.schedule.zoneNames).filter { $0 != "UTC" }.map(zones.zone)
    let first = begins?.date ?? home.date(of: after) - (plan == nil ? 2 : 0)
    let table = try Timetable(phases: phases, start: first, zone: home, otherZones: others)
    var found: [OccurrenceText] = []
    var last = after
    while found.count < count, let next = table.next(after: last) {
      found.append(OccurrenceText(next, in: home))
      last = next.at
    }
    return found
  }

  private func phases(_ begins: LocalDateTime?) throws -> [(span: Span?, schedule: Schedule)] {
    if let plan {
      return try options.plan(plan).phases.map { (span: $0.span, schedule: $0.schedule) }
    }
    if let rrule {
      let rule = try RecurrenceRule(rrule)
      return [(nil, Schedule(.recurrence(rule, time: begins?.time)))]
    }
    return [(nil, try Schedule(at: at))]
  }
}
