import Messages
import Timekeeping

extension Decisions {
  /// A call for help: the card at once, and everybody who may be woken, all at once.
  mutating func crisis(_ person: PersonID, contact: ContactID, card: String, reply: ReplyID) {
    var purpose = Purpose("crisis-" + card, lane: .urgent)
    purpose.facts = ["card": card]
    purpose.contact = contact
    purpose.toAnyContact = true
    if let open = openAlert(about: person, .crisis) {
      purpose.alert = open.id
      queue(purpose, to: person)
      record("crisis-again", person: person, alert: open.id)
      if open.state == .acknowledged { reopen(open.id, over: reply) }
      return runStep(open.id)
    }
    var alert = Alert(id: newID(), person: person, reason: .crisis, openedAt: now)
    alert.reply = reply
    purpose.alert = alert.id
    queue(purpose, to: person)
    cancel("crisis", to: person) { $0.lane > .notices && $0.alert == nil }
    openAlert(alert)
  }

  /// All mentors and coordinators at once; who may not be woken gets theirs when their quiet hours
  /// end.
  mutating func runCrisis(_ id: AlertID) {
    guard let alert = slice.alerts[id] else { return }
    var people: [PersonID] = []
    if rules.crisis.notifyMentors, mayTellMentors(of: alert) {
      people += mentors(of: alert.person, rank: nil)
    }
    if rules.crisis.notifyCoordinators || people.isEmpty {
      people += staff(.coordinator).filter {
        $0 != alert.person && !people.contains($0) && isReachable($0)
      }
    }
    let told = notify(people, of: alert)
    record("crisis-told", person: alert.person, alert: id, "to \(told)")
    if told == 0 { tellOperators(of: "crisis-uncovered", alert: id) }
    let due = crisisTimer(alert)
    slice.alerts.update(id) { $0.timer = Timer(due: due, kind: .alert) }
  }

  private func crisisTimer(_ alert: Alert) -> Instant {
    let again = now + rules.crisis.every
    let honest = alert.base + rules.crisis.notReachedAfter
    return alert.toldNotReached || honest <= now ? again : min(again, honest)
  }

  /// Nobody has acknowledged yet: asked again; after a while the person is told the truth.
  mutating func crisisDue(_ alert: Alert) {
    if !alert.toldNotReached, now >= alert.base + rules.crisis.notReachedAfter {
      var purpose = Purpose("not-reached-yet", lane: .urgent)
      purpose.alert = alert.id
      purpose.toAnyContact = true
      queue(purpose, to: alert.person)
      slice.alerts.update(alert.id) { $0.toldNotReached = true }
      record("not-reached-yet", person: alert.person, alert: alert.id)
    }
    guard now >= alert.stepAt + rules.crisis.every else {
      return slice.alerts.update(alert.id) {
        $0.timer = Timer(due: $0.stepAt + rules.crisis.every, kind: .alert)
      }
    }
    slice.alerts.update(alert.id) { $0.repeats += 1 }
    runCrisis(alert.id)
    slice.alerts.update(alert.id) { $0.stepAt = now }
  }
}
