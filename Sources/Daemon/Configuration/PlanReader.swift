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

  /// A plan as its file has it.
  package struct Reading {
    package var plan: Plan
    package var holidays: HolidaySettings
    package var root: MarkedNode

    /// The plan with the days off that its file and the house name.
    package func plan(in house: HolidaySettings) -> Plan {
      var plan = plan
      plan.holidays = holidays.exceptions(of: house)
      return plan
    }
  }

  /// The plan, and the tree it was read from; nil when anything in it is wrong.
  package func read(_ bytes: [UInt8]) -> Reading? {
    let before = faults.faults.count
    guard
      let root = faults.taking({ () throws(ReadingFaults) in
        try YAMLReader.read(bytes: bytes, file: file)
      })
    else { return nil }
    let form = Form(root, faults)
    let holidays = HolidayReader(file: file, faults: faults).read(form)
    let plan = plan(form)
    let isGood = faults.faults.count == before
    return isGood ? Reading(plan: plan, holidays: holidays, root: root) : nil
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
    let bounds = PhaseReader(faults: faults).bounds(form)
    guard let node = form.value("phases") else {
      if alone == nil, form.node.map != nil, !schedules.isMentioned(in: form.node) {
        faults.add(form.node, "expected a time to ask, as at: \"09:00\", or phases")
      }
      return alone.map { [Phase(bounds: bounds, schedule: $0)] } ?? []
    }
    if schedules.isMentioned(in: form.node) || bounds != PhaseBounds() {
      faults.add(node, "expected either phases or one rule beside the name, found both")
    }
    guard let items = node.list, !items.isEmpty else {
      faults.add(node, "expected a list of phases, found \(node.inWords)")
      return []
    }
    let reader = PhaseReader(faults: faults)
    let forms = items.map { Form($0, faults) }.map { (form: $0, bounds: reader.bounds($0)) }
    reader.checkEnds(forms)
    return forms.compactMap(phase)
  }

  private func phase(_ form: Form, _ bounds: PhaseBounds) -> Phase? {
    let schedules = ScheduleReader(faults: faults)
    let schedule = schedules.read(form)
    if schedule == nil, form.node.map != nil, !schedules.isMentioned(in: form.node) {
      faults.add(form.node, "expected a time to ask: at, rrule or random")
    }
    form.end()
    return schedule.map { Phase(bounds: bounds, schedule: $0) }
  }

  // MARK: Milestones

  private func milestones(_ form: Form) -> Milestones {
    let from = PhaseReader(faults: faults).date(form, "from")
    var milestones = Milestones(spans: [], yearly: false)
    if from != PersonalDate(.named(PersonalDate.start)) { milestones.from = from }
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
