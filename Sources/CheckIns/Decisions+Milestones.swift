import Messages
import Timekeeping

extension Decisions {
  /// A milestone goes out with the first check-in on or after its day.
  mutating func celebrate(on date: LocalDate, _ enrolment: Enrolment, _ plan: Plan) {
    guard let milestones = plan.milestones, let person = slice.people[enrolment.person],
      !hasHadEnough(person),
      let span = reached(milestones, on: date, enrolment, person)
    else { return }
    let today = slice.checkIns.of(person.id) { $0.enrolment == enrolment.id && $0.date == date }
    guard today.count == 1, today.first?.state == .asking else { return }
    var purpose = Purpose(milestones.template, lane: .rest)
    purpose.facts = ["months": String(span.months), "days": String(span.days)]
    purpose.expires = now + .days(1)
    guard let message = queue(purpose, to: person.id) else { return }
    countText(to: person)
    record("milestone", person: person.id, message: message, span.description)
  }

  /// The greatest milestone since the check-in before, at most a week back.
  private func reached(
    _ milestones: Milestones, on date: LocalDate, _ enrolment: Enrolment, _ person: Person
  ) -> Span? {
    let anchor = milestones.from ?? PersonalDate(.named(PersonalDate.start))
    var dates = person.dates
    dates.set(PersonalDate.start, to: enrolment.start)
    guard let base = try? anchor.resolved(with: dates.dates) else { return nil }
    let before = slice.checkIns.of(person.id) {
      $0.enrolment == enrolment.id && $0.date < date && $0.state != .skipped
    }.map(\.date).max()
    let first = max(before ?? date - Limits.milestoneDays, date - Limits.milestoneDays) + 1
    return milestones.reached(from: base, between: first, and: date)
  }
}

extension Milestones {
  /// Another wording for what is counted from a date of the person's own.
  package var template: String { from == nil ? "milestone" : "milestone-date" }

  /// The last milestone between two days, both included.
  func reached(from base: LocalDate, between first: LocalDate, and last: LocalDate) -> Span? {
    let years = max(1, first.year - base.year)...max(1, last.year - base.year)
    let all = spans + (yearly ? years.map { Span(months: 12 * $0) } : [])
    return all.map { (day: base.adding($0), span: $0) }
      .filter { first <= $0.day && $0.day <= last && $0.day > base }
      .max { $0.day < $1.day }?.span
  }
}
