import CheckIns
import Reading
import Storage
import Timekeeping

/// Looks a year ahead in a plan's times: never, in quiet hours, or at a clock change.
struct PlanTimes {
  /// Zones that are looked at when nobody says where people live: one a kind of clock change.
  private static let samples = [
    "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago",
  ]

  let plan: Plan
  let configuration: Configuration
  /// Who is on which plan, where that is known.
  var enrolled: [Enrolled] = []
  let now: Instant

  func concerns(file: String) -> [Concern] {
    var concerns: [Concern] = []
    func add(_ weight: Concern.Weight, _ key: String, _ sentence: String) {
      concerns.append(Concern(weight, Fault(file: file, key: key, sentence: sentence)))
    }
    let quiet = configuration.settings.quietHours
    for (index, phase) in plan.phases.enumerated() {
      let key = key(of: phase, index)
      let times = occurrences(of: phase)
      if times.isEmpty {
        add(.problem, key, "it never asks in the year to come")
      } else if times.allSatisfy({ isQuiet($0.wall, quiet) }) {
        add(
          .note, key,
          "all its times lie in quiet_hours (\(ClockText.text(quiet))): every prompt waits for "
            + "their end")
      }
    }
    for (key, sentence) in atChanges() { add(.note, key, sentence) }
    return concerns
  }

  private func key(of phase: Phase, _ index: Int) -> String {
    if plan.phases.count > 1 { return "phases.\(index + 1)" }
    return switch phase.schedule.rule {
    case .times: "at"
    case .recurrence: "rrule"
    case .window: "random"
    }
  }

  private func occurrences(of phase: Phase) -> [Occurrence] {
    guard let table = table(of: phase, in: .utc) else { return [] }
    let end = now + .days(366)
    return table.next(30, after: now).filter { $0.at <= end }
  }

  /// Times that meet a clock change within a year, phase by phase, where people of the plan live;
  /// else in sample zones, the first alone.
  private func atChanges() -> [(key: String, sentence: String)] {
    let own = enrolled.filter { $0.plan == plan.name }
    let zones = own.isEmpty ? Self.samples.map { ($0, 0) } : own.map { ($0.zone, $0.people) }
    var found: [(key: String, sentence: String)] = []
    for (index, phase) in plan.phases.enumerated() {
      let key = key(of: phase, index)
      for (name, people) in zones {
        guard let zone = try? configuration.zones.zone(name),
          let table = table(of: phase, in: zone)
        else { continue }
        let met = table.meetingChanges(after: now, until: now + .days(366), limit: Self.changesMost)
        for occurrence in met {
          found.append((key, Self.sentence(occurrence, in: zone, people: people)))
        }
        if people == 0, !met.isEmpty { break }
      }
    }
    return found
  }

  /// Of one phase in one zone so many are told.
  private static let changesMost = 4

  private static func sentence(_ met: Occurrence, in zone: Zone, people: Int) -> String {
    let who = people == 0 ? "" : people == 1 ? " (1 person)" : " (\(people) people)"
    let is_ = met.change?.isForward == true ? "does not exist" : "comes twice"
    return "\(met.wall.time) on \(met.date.words) meets a clock change in \(zone.name)\(who): it "
      + "\(is_), and is asked once, at \(zone.text(of: met.at))"
  }

  /// As if the phase were in force all year: people are at different ones.
  private func table(of phase: Phase, in zone: Zone) -> Timetable? {
    let others = phase.schedule.zoneNames.compactMap { try? configuration.zones.zone($0) }
    return try? Timetable(
      phases: [(nil, phase.schedule)], start: zone.date(of: now), zone: zone, otherZones: others)
  }

  private func isQuiet(_ wall: LocalDateTime, _ quiet: QuietHours) -> Bool {
    let minute = wall.time.hour * 60 + wall.time.minute
    return quiet.from <= quiet.to
      ? minute >= quiet.from && minute < quiet.to : minute >= quiet.from || minute < quiet.to
  }
}
