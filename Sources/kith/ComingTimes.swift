import CheckIns
import Daemon
import Timekeeping

/// The coming times of a plan or a rule, and what days off take away from them.
struct ComingTimes {
  let home: Zone
  let zones: ZoneReader
  let after: Instant
  let count: Int
  private(set) var times: [OccurrenceText] = []
  /// With the moment each stands at among the times.
  private var daysOff: [(at: Instant, line: String)] = []
  private var moments: [Instant] = []

  init(home: Zone, zones: ZoneReader, after: Instant, count: Int) {
    self.home = home
    self.zones = zones
    self.after = after
    self.count = count
  }

  mutating func fill(with schedule: Schedule, from start: LocalDate) throws {
    try fill(parts: [.init(PhaseBounds(), schedule)], start, .none, schedule.zoneNames, .none)
  }

  /// Random times are as they would be for somebody: whose they are makes others.
  mutating func fill(with plan: Plan, from start: LocalDate, dates: PersonalDates) throws {
    if let missing = plan.datesNeeded.first(where: { dates[$0] == nil }) {
      throw Failure(
        "The plan \(plan.name) counts from \(missing); expected it as --date \(missing)=2026-03-01."
      )
    }
    try fill(parts: plan.parts, start, dates, plan.zoneNames, plan.holidays ?? .none)
  }

  private mutating func fill(
    parts: [Timetable.Part], _ start: LocalDate, _ dates: PersonalDates, _ zoneNames: [String],
    _ exceptions: ExceptionDates
  ) throws {
    let others = try zoneNames.filter { $0 != "UTC" }.map(zones.zone)
    let table = try Timetable(
      parts: parts, start: start, dates: dates, zone: home, exceptions: exceptions,
      otherZones: others)
    let found = table.next(count, after: after)
    times = found.map { OccurrenceText($0, in: home) }
    moments = found.map(\.at)
    let first = home.date(of: after) - 1
    let end = found.count == count ? found.last?.date ?? first : first + Self.lookAhead
    daysOff = table.daysOff(after: first, before: end).map { date in
      (home.instant(of: date, .midnight).instant, "\(date.words): not asked, a day off")
    }
  }

  /// Days in which days off are looked for where the plan ends before.
  private static let lookAhead = 366

  /// One a line; days off stand among them.
  var lines: [String] {
    if times.isEmpty { return daysOff.map(\.line) + ["Never again."] }
    let all = zip(moments, times.map(\.text)).map { (at: $0, line: $1) } + daysOff
    return all.sorted { ($0.at, $0.line) < ($1.at, $1.line) }.map(\.line)
  }
}
