import CheckIns
import Reading
import Timekeeping

/// Reads a ladder, and refuses one that could not run as it is written.
struct LadderReader {
  let faults: FaultList

  func read(_ node: MarkedNode) -> [LadderStep] {
    guard let items = node.list, !items.isEmpty else {
      faults.add(node, "expected a list of steps, found \(node.inWords)")
      return []
    }
    let steps = items.enumerated().map { index, item in
      step(Form(item, faults), isLast: index == items.count - 1)
    }
    checkOrder(steps, items)
    if steps.compactMap(\.self).count == items.count,
      !steps.contains(where: { $0.map { !$0.isNudge } ?? false })
    {
      faults.add(node, "expected at least one alert: without it nobody would ever be told")
    }
    return steps.compactMap(\.self)
  }

  private func step(_ form: Form, isLast: Bool) -> LadderStep? {
    let node = form.node
    let after = form.required("after", "when, counted from the prompt, as 3h").flatMap { value in
      let span = value.text.flatMap(ClockText.duration)
      if span == nil { faults.add(value, "expected a time as 30m or 26h, found \(value.inWords)") }
      return span
    }
    let quiet = form.reading("quiet", "wait or ring") { LadderStep.Quiet(rawValue: $0) } ?? .wait
    let action = action(form, isLast: isLast)
    form.end()
    guard let after, let action, node.map != nil else { return nil }
    return LadderStep(after: after, action: action, quiet: quiet)
  }

  private func action(_ form: Form, isLast: Bool) -> LadderStep.Action? {
    let nudge = form.value("nudge")
    let alert = form.value("alert")
    switch (nudge, alert) {
    case (let nudge?, nil):
      if nudge.text != "mentee" {
        faults.add(nudge, "expected mentee: only they are nudged, found \(nudge.inWords)")
      }
      for key in ["rank", "unanswered_after", "repeat"] {
        if let value = form.value(key) {
          faults.add(value, "expected nothing: it belongs to an alert")
        }
      }
      return .nudge
    case (nil, let alert?): return self.alert(alert, form, isLast: isLast)
    default:
      if form.node.map != nil {
        faults.add(form.node, "expected one of nudge: mentee, alert: mentors, alert: coordinators")
      }
      return nil
    }
  }

  private func alert(_ node: MarkedNode, _ form: Form, isLast: Bool) -> LadderStep.Action? {
    let rank = form.number("rank", in: 1...20)
    let expected = "a time as 30m or 4h"
    let unanswered = form.reading("unanswered_after", expected, ClockText.duration)
    let every = form.reading("repeat", expected, ClockText.duration)
    let audience: AlertStep.Audience
    switch node.text {
    case "mentors": audience = .mentors(rank: rank)
    case "coordinators":
      audience = .coordinators
      if rank != nil { faults.add(form.node, "expected no rank: coordinators have none") }
    default:
      faults.add(node, "expected mentors or coordinators, found \(node.inWords)")
      return nil
    }
    if every != nil, !isLast, let value = form.node["repeat"] {
      faults.add(value, "expected it on the last step only")
    }
    if unanswered != nil, isLast, let value = form.node["unanswered_after"] {
      faults.add(value, "expected a step after this one, which it would run; the last may repeat")
    }
    if let every, every < .minutes(1), let value = form.node["repeat"] {
      faults.add(value, "expected at least 1m, found \(value.inWords)")
    }
    return .alert(AlertStep(audience, unansweredAfter: unanswered, every: every))
  }

  private func checkOrder(_ steps: [LadderStep?], _ items: [MarkedNode]) {
    var last: LadderStep?
    for (step, item) in zip(steps, items) {
      guard let step else { continue }
      if let last, step.after <= last.after {
        faults.add(
          item["after"] ?? item,
          "expected later than the step before it (\(ClockText.text(last.after)))")
      }
      last = step
    }
    if let first = steps.first ?? nil, first.after <= .zero {
      faults.add(items[0], "expected some time after the prompt")
    }
  }
}
