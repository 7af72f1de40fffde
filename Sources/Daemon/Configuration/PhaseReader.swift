import CheckIns
import Reading
import Timekeeping

/// Reads when phases begin and end: `for`, `from` and `until`.
struct PhaseReader {
  let faults: FaultList

  func bounds(_ form: Form) -> PhaseBounds {
    var bounds = PhaseBounds()
    bounds.from = date(form, "from")
    bounds.span = form.reading("for", "a length as 4 weeks or 90d", ClockText.span)
    bounds.until = date(form, "until")
    if let node = form.node["until"], bounds.until != nil {
      if bounds.span != nil { faults.add(node, "expected one of for and until, found both") }
      if let from = bounds.from, let until = bounds.until, isNeverBefore(until, from) {
        faults.add(node, "expected a day after from (\(from)): it is the first day without")
      }
    }
    return bounds
  }

  /// Every phase but the last ends: of itself, or where the next begins.
  func checkEnds(_ phases: [(form: Form, bounds: PhaseBounds)]) {
    for (phase, next) in zip(phases, phases.dropFirst())
    where phase.bounds == PhaseBounds(from: phase.bounds.from) && next.bounds.from == nil {
      guard phase.form.node.map != nil, phase.form.node["for"] == nil,
        phase.form.node["until"] == nil, next.form.node["from"] == nil
      else { continue }
      faults.add(
        phase.form.node,
        "expected `for` or `until` here, or `from` in the next: only the last phase may be without"
          + " an end")
    }
  }

  func date(_ form: Form, _ key: String) -> PersonalDate? {
    guard let node = form.value(key) else { return nil }
    do { return try PersonalDate(node.text ?? "") } catch {
      faults.add(node, error.sentence)
      return nil
    }
  }

  /// Where it can be told without a person: both of the calendar, or both of one date.
  private func isNeverBefore(_ until: PersonalDate, _ from: PersonalDate) -> Bool {
    if until.name != from.name { return false }
    let dates = until.name.map { [$0: LocalDate(days: 20_000)] } ?? [:]
    guard let end = try? until.resolved(with: dates), let first = try? from.resolved(with: dates)
    else { return false }
    return end <= first
  }
}
