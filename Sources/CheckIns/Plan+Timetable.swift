package import Timekeeping

extension Plan {
  package var parts: [Timetable.Part] { phases.map { Timetable.Part($0.bounds, $0.schedule) } }

  /// Names of zones that its rules carry themselves; each must exist.
  package var zoneNames: [String] { phases.flatMap(\.schedule.zoneNames) }

  /// Names of dates that a person must have for its phases and milestones; rising, each once.
  package var datesNeeded: [String] {
    let milestone = milestones?.from?.name.flatMap { $0 == PersonalDate.start ? nil : $0 }
    let names = phases.flatMap(\.bounds.namedDates) + [milestone].compactMap(\.self)
    return Set(names).sorted()
  }

  /// All occurrences for one enrolled person.
  ///
  /// - Throws: for a zone in its rules that `rules` does not know.
  package func timetable(of enrolment: Enrolment, _ person: Person, _ rules: Rules)
    throws(TimekeepingFailure) -> Timetable
  {
    let none = ExceptionDates.none
    return try Timetable(
      parts: parts, start: enrolment.start, dates: person.dates,
      zone: rules.zone(person.zone) ?? .utc,
      time: enrolment.time.flatMap { try? LocalTime($0) },
      exceptions: (holidays ?? none).with(own: person.daysOff),
      key: rules.windowKey.key(of: enrolment.id), quiet: person.quietHours ?? rules.quietHours,
      otherZones: zoneNames.compactMap(rules.zone))
  }
}
