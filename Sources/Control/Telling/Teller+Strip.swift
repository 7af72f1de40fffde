package import CheckIns
import Messages
import Timekeeping

extension Teller {
  /// What happens next and what stands open, soonest first: the strip above the pretend phones.
  ///
  /// `plans` holds the plans of the check-ins by digest; `enrolments` and `alerts` those not ended
  /// and not closed.
  package func strip(
    checkIns: [CheckIn], alerts: [Alert], enrolments: [Enrolment], plans: [String: Plan]
  ) -> [PhonesState.StripLine] {
    let lines =
      checkIns.filter { $0.isOpen }.map { line($0, plan: plans[$0.planDigest]) }
      + alerts.filter { $0.state != .closed }.map(stripLine)
      + enrolments.filter { !$0.ended }.compactMap(stripLine)
    return lines.enumerated().sorted {
      ($0.element.due ?? .max, $0.offset) < ($1.element.due ?? .max, $1.offset)
    }.map(\.element)
  }

  private func line(_ checkIn: CheckIn, plan: Plan?) -> PhonesState.StripLine {
    let person = name(of: checkIn.person)
    let text: String
    switch checkIn.state {
    case .asking: text = "\(person) is about to be asked"
    case .missed: text = "Nothing was heard from \(person)"
    default: text = "\(person) was asked; \(next(checkIn, plan))"
    }
    return PhonesState.StripLine(
      text: text, due: checkIn.timer?.due.seconds, subject: "\(checkIn.id)",
      mood: checkIn.state == .missed ? "missed" : "asked")
  }

  private func next(_ checkIn: CheckIn, _ plan: Plan?) -> String {
    guard let ladder = plan?.ladder, ladder.indices.contains(checkIn.step) else {
      return "nothing more follows silence"
    }
    switch ladder[checkIn.step].action {
    case .nudge: return "a nudge follows silence"
    case .alert(let step):
      return step.audience == .coordinators
        ? "coordinators are told of silence" : "a mentor is told of silence"
    }
  }

  private func stripLine(_ alert: Alert) -> PhonesState.StripLine {
    let person = name(of: alert.person)
    let by = alert.acknowledgedBy.map { name(of: $0) } ?? "Somebody"
    let isOpen = alert.state == .open
    return PhonesState.StripLine(
      text: isOpen
        ? "Alert about \(person) (\(alert.reason.rawValue)): nobody has said “I will” yet"
        : "\(by) is seeing to \(person)",
      due: alert.timer?.due.seconds, subject: "\(alert.id)", mood: isOpen ? "alert" : "well")
  }

  private func stripLine(_ enrolment: Enrolment) -> PhonesState.StripLine? {
    guard let due = enrolment.timer?.due ?? enrolment.nextAt else { return nil }
    return PhonesState.StripLine(
      text: "Next check-in for \(name(of: enrolment.person))", due: due.seconds,
      subject: "\(enrolment.person)", mood: "waiting")
  }
}
