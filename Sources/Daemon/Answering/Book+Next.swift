internal import CheckIns
internal import Control
internal import Messages
internal import Storage
internal import Timekeeping

extension Book {
  /// The coming check-ins of one person.
  mutating func next(_ query: Query.Next) throws(StorageFailure) -> Answer {
    guard let person = try person(query.id) else { return Self.nobody(query.id) }
    var slice = Slice()
    try snapshot.load(people: [person.id], [.enrolments], into: &slice)
    var after = now
    if let text = query.after {
      let zone = zone(of: person.id)
      let date = (try? LocalDate(text)).map { zone.instant(of: $0, .midnight).instant }
      guard let start = (try? Instant(text)) ?? date else {
        return .failure(
          Refusal(.wrongUsage, "--after \(text): expected a date as 2026-03-01, or RFC 3339."))
      }
      after = start
    }
    var coming: [Timekeeping.Occurrence] = []
    for enrolment in slice.enrolments.of(person.id, where: { !$0.ended }) {
      guard let table = timetable(of: enrolment, person) else { continue }
      var last = after
      for _ in 0..<query.count {
        guard let occurrence = table.next(after: last) else { break }
        coming.append(occurrence)
        last = occurrence.at
      }
    }
    let soonest = coming.sorted { $0.at < $1.at }.prefix(query.count)
    return .success(
      .next(soonest.map { .init(moment($0.at, of: person.id), note: Self.note($0)) }))
  }

  private func timetable(of enrolment: Enrolment, _ person: Person) -> Timetable? {
    guard let plan = configuration.plan(enrolment.planName) else { return nil }
    return try? Timetable(
      phases: plan.phases.map { ($0.span, $0.schedule) }, start: enrolment.start,
      zone: zone(of: person.id), time: enrolment.time.flatMap { try? LocalTime($0) },
      key: KeyedHash(0, UInt64(bitPattern: enrolment.id.rawValue)),
      quiet: person.quietHours ?? configuration.settings.quietHours)
  }

  private static func note(_ occurrence: Timekeeping.Occurrence) -> String? {
    occurrence.change.map { change in
      change.isForward
        ? "moved from \(occurrence.wall.time): clocks go forward"
        : "the first of two: clocks go back"
    }
  }
}
