import CheckIns
import Reading
import Timekeeping

/// Looks a year ahead in a plan's times: never, in quiet hours, or at a clock change.
struct PlanTimes {
  /// Zones that are looked at when nobody says where people live: one a kind of clock change.
  private static let samples = [
    "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago",
  ]

  let plan: Plan
  let configuration: Configuration
  let now: Instant

  func concerns(file: String) -> [Concern] {
    var concerns: [Concern] = []
    func add(_ weight: Concern.Weight, _ key: String, _ sentence: String) {
      concerns.append(Concern(weight, Fault(file: file, key: key, sentence: sentence)))
    }
    let quiet = configuration.settings.quietHours
    for (index, phase) in plan.phases.enumerated() {
      let key = plan.phases.count == 1 ? "at" : "phases.\(index + 1)"
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
    if let meeting = firstAtChange() {
      add(.note, "phases", meeting)
    }
    return concerns
  }

  private func occurrences(of phase: Phase) -> [Occurrence] {
    occurrences(of: [(nil, phase.schedule)], zone: .utc, limit: 30)
  }

  /// The first time in a year that a clock change moves or doubles, in words.
  private func firstAtChange() -> String? {
    for name in Self.samples {
      guard let zone = try? configuration.zones.zone(name) else { continue }
      let phases = plan.phases.map { (span: $0.span, schedule: $0.schedule) }
      let all = occurrences(of: phases, zone: zone, limit: 2000)
      if let met = all.first(where: { $0.change != nil }) {
        return "the time \(met.wall) in \(name) meets a clock change: "
          + "it is asked once, as `kith next` shows"
      }
    }
    return nil
  }

  private func occurrences(
    of phases: [(span: Span?, schedule: Schedule)], zone: Zone, limit: Int
  ) -> [Occurrence] {
    let others = phases.flatMap(\.schedule.zoneNames).compactMap {
      try? configuration.zones.zone($0)
    }
    guard
      let table = try? Timetable(
        phases: phases, start: zone.date(of: now), zone: zone, otherZones: others)
    else { return [] }
    var found: [Occurrence] = []
    var last = now
    let end = now + .days(366)
    while found.count < limit, let next = table.next(after: last), next.at <= end {
      found.append(next)
      last = next.at
    }
    return found
  }

  private func isQuiet(_ wall: LocalDateTime, _ quiet: QuietHours) -> Bool {
    let minute = wall.time.hour * 60 + wall.time.minute
    return quiet.from <= quiet.to
      ? minute >= quiet.from && minute < quiet.to : minute >= quiet.from || minute < quiet.to
  }
}
