import CheckIns
import Control
import Messages
import Storage
import Timekeeping

extension Answering {
  /// The coming check-ins of one person, soonest first.
  mutating func next(_ query: Query.Next) throws(StorageFailure) -> Answer {
    try coming(query).map { coming in
      let teller = teller
      return .next(
        coming.times.map {
          .init(teller.moment($0.occurrence.at, of: coming.person), note: $0.note)
        }
      )
    }
  }

  /// The same as a calendar file. Its titles are the house's name alone: they stand on screens that
  /// others see.
  mutating func calendar(_ query: Query.Next) throws(StorageFailure) -> Answer {
    let title = house.presentation.senderName
    return try coming(query).map { coming in
      let identity = { (enrolment: EnrolmentID) in "e\(enrolment.rawValue)" }
      return .calendar(
        .init(
          text: CalendarFeed.text(
            of: coming.times.map { ($0.occurrence, identity($0.enrolment)) }, title: title,
            now: now)))
    }
  }

  private struct Coming {
    struct Time {
      var occurrence: Timekeeping.Occurrence
      var enrolment: EnrolmentID
      var note: String?
    }
    var person: PersonID
    var times: [Time]
  }

  private mutating func coming(_ query: Query.Next) throws(StorageFailure)
    -> Result<Coming, Refusal>
  {
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
    var rules = house.rules
    rules.windowKey = snapshot.windowKey
    var times: [Coming.Time] = []
    var plans = 0
    for enrolment in slice.enrolments.of(person.id, where: { !$0.ended }) {
      guard let plan = rules.plans[enrolment.planName]?.plan,
        let table = try? plan.timetable(of: enrolment, person, rules)
      else { continue }
      plans += 1
      times += table.next(query.count, after: after).map {
        .init(occurrence: $0, enrolment: enrolment.id, note: note($0, of: person, rules))
      }
    }
    guard plans > 0 else {
      return .failure(Refusal(.refused, "\(query.id) is on no plan: see kith show \(query.id)."))
    }
    times.sort { ($0.occurrence.at, $0.enrolment) < ($1.occurrence.at, $1.enrolment) }
    return .success(Coming(person: person.id, times: Array(times.prefix(query.count))))
  }

  /// What will become of it, as far as that is known now.
  private func note(_ occurrence: Timekeeping.Occurrence, of person: Person, _ rules: Rules)
    -> String?
  {
    var notes = [occurrence.remark].compactMap(\.self)
    let zone = zone(of: person.id)
    if let until = person.pausedUntil, until > occurrence.at {
      notes.append("not asked: paused")
    } else {
      let quiet = person.quietHours ?? rules.quietHours
      let permitted = quiet.firstPermitted(from: occurrence.at, in: zone)
      if permitted > occurrence.at {
        notes.append(
          permitted - occurrence.at <= rules.catchUp
            ? "waits for \(zone.local(of: permitted).time): quiet hours" : "not asked: quiet hours")
      }
    }
    return notes.isEmpty ? nil : notes.joined(separator: "; ")
  }
}
