import CheckIns
import Control
import Messages
import Storage
import Timekeeping

extension Answering {
  /// The coming check-ins of one person, soonest first.
  mutating func next(_ query: Query.Next) throws(StorageFailure) -> Answer {
    var slice = Slice()
    guard let person = try person(query.id, .enrolments, into: &slice) else {
      return .failure(.noPerson(query.id))
    }
    var after = now
    if let text = query.after {
      guard let start = PersonClock(zone: zone(of: person.id), now: now).instant(text) else {
        return .failure(
          Refusal(.wrongUsage, "--after \(text): expected a date as 2026-03-01, or RFC 3339."))
      }
      after = start
    }
    let tables = slice.enrolments.of(person.id) { !$0.ended }.compactMap { timetable($0, person) }
    guard !tables.isEmpty else {
      return .failure(Refusal(.refused, "\(query.id) is on no plan: see kith show \(query.id)."))
    }
    let coming = tables.flatMap { Self.coming($0, after: after, count: query.count) }
      .sorted { $0.at < $1.at }.prefix(query.count)
    let teller = teller
    return .success(
      .next(coming.map { .init(teller.moment($0.at, of: person.id), note: Self.note($0)) }))
  }

  /// As the decisions make it: what it says is what will happen.
  private func timetable(_ enrolment: Enrolment, _ person: Person) -> Timetable? {
    guard let plan = house.rules.plans[enrolment.planName]?.plan else { return nil }
    return try? Timetable(
      phases: plan.phases.map { ($0.span, $0.schedule) }, start: enrolment.start,
      zone: zone(of: person.id), time: enrolment.time.flatMap { try? LocalTime($0) },
      key: KeyedHash(house.rules.windowKey, UInt64(bitPattern: enrolment.id.rawValue)),
      quiet: person.quietHours ?? house.rules.quietHours)
  }

  private static func coming(_ table: Timetable, after: Instant, count: Int)
    -> [Timekeeping.Occurrence]
  {
    var coming: [Timekeeping.Occurrence] = []
    while coming.count < count, let next = table.next(after: coming.last?.at ?? after) {
      coming.append(next)
    }
    return coming
  }

  private static func note(_ occurrence: Timekeeping.Occurrence) -> String? {
    guard let change = occurrence.change else { return nil }
    return change.isForward
      ? "moved from \(occurrence.wall.time): clocks go forward"
      : "the first of two: clocks go back"
  }
}
