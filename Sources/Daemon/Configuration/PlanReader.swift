package import CheckIns
import Messages
package import Reading
import Timekeeping

/// Reads a plan: what is asked, when, and what follows silence.
package struct PlanReader {
  private let file: String
  private let faults: FaultList

  package init(file: String, faults: FaultList) {
    self.file = file
    self.faults = faults
  }

  /// The plan, and the tree it was read from; nil when anything in it is wrong.
  package func read(_ bytes: [UInt8]) -> (plan: Plan, root: MarkedNode)? {
    let before = faults.faults.count
    guard
      let root = faults.taking({ () throws(ReadingFaults) in
        try YAMLReader.read(bytes: bytes, file: file)
      })
    else { return nil }
    let plan = plan(Form(root, faults))
    return faults.faults.count == before ? (plan, root) : nil
  }

  private func plan(_ form: Form) -> Plan {
    let name = form.requiredText("plan", "the plan's name, as daily") ?? ""
    let fits = name.count <= 60 && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
    if !fits, let node = form.node["plan"] {
      faults.add(node, "expected a name of letters, digits and dashes, found \(node.inWords)")
    }
    var plan = Plan(name: name, phases: [])
    (plan.question, plan.alert) = QuestionReader(faults: faults).read(form.value("question"))
    if let prompt = form.text("prompt") { plan.prompt = prompt }
    plan.phases = phases(form)
    if let node = form.value("ladder") {
      plan.ladder = LadderReader(faults: faults).read(node)
    }
    let expected = "a time as 30m or 1h"
    if let span = form.reading("last_word", expected, ClockText.duration) { plan.lastWord = span }
    if let span = form.reading("close_within", expected, ClockText.duration) {
      plan.closeWithin = span
    }
    plan.milestones = form.value("milestones").map { milestones(Form($0, faults)) }
    form.end()
    return plan
  }

  // MARK: Phases

  private func phases(_ form: Form) -> [Phase] {
    let schedules = ScheduleReader(faults: faults)
    let alone = schedules.read(form)
    guard let node = form.value("phases") else {
      if alone == nil, form.node.map != nil, !schedules.isMentioned(in: form.node) {
        faults.add(form.node, "expected a time to ask, as at: \"09:00\", or phases")
      }
      return alone.map { [Phase(schedule: $0)] } ?? []
    }
    if schedules.isMentioned(in: form.node) {
      faults.add(node, "expected either phases or one rule beside the name, found both")
    }
    guard let items = node.list, !items.isEmpty else {
      faults.add(node, "expected a list of phases, found \(node.inWords)")
      return []
    }
    return items.enumerated().compactMap { index, item in
      phase(Form(item, faults), isLast: index == items.count - 1)
    }
  }

  private func phase(_ form: Form, isLast: Bool) -> Phase? {
    let span = form.reading("for", "a length as 4 weeks or 90d", ClockText.span)
    if form.node.map != nil, form.node["for"] == nil, !isLast {
      faults.add(form.node, "expected `for`: only the last phase may be without an end")
    }
    let schedules = ScheduleReader(faults: faults)
    let schedule = schedules.read(form)
    if schedule == nil, form.node.map != nil, !schedules.isMentioned(in: form.node) {
      faults.add(form.node, "expected a time to ask: at, rrule or random")
    }
    form.end()
    return schedule.map { Phase(span: span, schedule: $0) }
  }

  // MARK: Milestones

  private func milestones(_ form: Form) -> Milestones {
    if let from = form.text("from"), from != "start", let node = form.node["from"] {
      faults.add(node, "expected start, found \(node.inWords)")
    }
    var milestones = Milestones(spans: [], yearly: false)
    guard let node = form.required("at", "lengths as [1d, 30d, 1y, yearly]") else {
      form.end()
      return milestones
    }
    for item in node.list ?? [node] {
      if item.text == "yearly" {
        milestones.yearly = true
      } else if let span = item.text.flatMap(ClockText.span) {
        milestones.spans.append(span)
      } else {
        faults.add(item, "expected a length as 30d or 1y, or yearly, found \(item.inWords)")
      }
    }
    form.end()
    return milestones
  }
}
