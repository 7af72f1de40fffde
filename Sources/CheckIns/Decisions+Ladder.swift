package import Messages
import Timekeeping

extension Decisions {
  /// The next step of a check-in that was asked and not heard from.
  package mutating func ladderDue(_ id: CheckInID) {
    guard let checkIn = slice.checkIns[id], let timer = checkIn.timer, timer.due <= now,
      checkIn.state == .asked, let plan = plan(checkIn.planDigest),
      let person = slice.people[checkIn.person]
    else { return }
    if isListening(to: checkIn) {
      return slice.checkIns.update(id) {
        $0.timer = Timer(due: now + Limits.listingWait, kind: .ladder)
      }
    }
    slice.checkIns.update(id) { $0.timer = nil }
    if let reason = reasonToLeaveInPeace(person) {
      return settle(id, .skipped, reason)
    }
    guard plan.ladder.indices.contains(checkIn.step) else { return }
    let step = plan.ladder[checkIn.step]
    switch step.action {
    case .nudge: nudge(checkIn, plan: plan)
    case .alert: miss(checkIn, person: person, plan: plan)
    }
  }

  /// Paused, stopped or gone: silence means nothing then.
  func reasonToLeaveInPeace(_ person: Person) -> String? {
    if let until = person.pausedUntil, until > now { return "paused" }
    if let from = person.awayFrom, let until = person.awayUntil, from <= now, now < until {
      return "away"
    }
    if person.standing != .active { return "left" }
    return hasStopped(person.id) ? "stopped" : nil
  }

  /// Nothing may go to the person any more, and that is their own word: an address that never
  /// worked or was never confirmed does not turn it into a fault of ours.
  func hasStopped(_ person: PersonID) -> Bool {
    let contacts = slice.contacts.of(person) { $0.confirmed }
    return contacts.contains { $0.optedOutAt != nil }
      && contacts.allSatisfy { $0.optedOutAt != nil || $0.badSince != nil }
  }

  /// The provider is still being asked what arrived while we were down: no step runs before that.
  func isListening(to checkIn: CheckIn) -> Bool {
    guard let name = checkIn.prompt.flatMap({ slice.messages[$0]?.gateway }),
      slice.gateways[name]?.deafUntil == .distantFuture
    else { return false }
    // Then the step runs, and finds the road in doubt: the person is unreached, and we are told.
    guard let asked = checkIn.askedAt, let plan = plan(checkIn.planDigest),
      plan.ladder.indices.contains(checkIn.step)
    else { return true }
    let due = asked + plan.ladder[checkIn.step].after
    return now < max(due, slice.gateways[name]?.deafSince ?? due) + Limits.listingMost
  }

  private mutating func nudge(_ checkIn: CheckIn, plan: Plan) {
    if let broken = roadDoubt(checkIn, asking: false) {
      record("nudge-withheld", person: checkIn.person, checkIn: checkIn.id, broken)
      return stepSettled(checkIn.id, nudged: false)
    }
    if isNextNudgeDue(checkIn, plan: plan) { return stepSettled(checkIn.id, nudged: false) }
    var purpose = Purpose("nudge", lane: .nudges)
    purpose.checkIn = checkIn.id
    purpose.expires = now + Limits.nudgeLife
    purpose.facts = ["step": String(checkIn.step)]
    guard let person = slice.people[checkIn.person], !hasHadEnough(person),
      let message = queue(purpose, to: checkIn.person)
    else { return stepSettled(checkIn.id, nudged: false) }
    countText(to: person)
    record(
      "nudge", person: checkIn.person, checkIn: checkIn.id, message: message,
      "step \(checkIn.step + 1)")
  }

  /// After downtime two nudges may have fallen due: one is enough.
  private func isNextNudgeDue(_ checkIn: CheckIn, plan: Plan) -> Bool {
    guard let asked = checkIn.askedAt, plan.ladder.indices.contains(checkIn.step + 1) else {
      return false
    }
    let next = plan.ladder[checkIn.step + 1]
    return next.isNudge && asked + next.after <= now
  }

  /// A step's message came to its end, or there was none: the next step is armed, at the later of
  /// its own time and, for an alert, the last word.
  mutating func stepSettled(_ id: CheckInID, nudged: Bool) {
    guard let checkIn = slice.checkIns[id], checkIn.state == .asked,
      let plan = plan(checkIn.planDigest)
    else { return }
    slice.checkIns.update(id) {
      $0.step += 1
      if nudged { $0.nudgedAt = now }
    }
    arm(id, plan: plan)
  }

  /// Sets the timer of the step that comes next.
  mutating func arm(_ id: CheckInID, plan: Plan) {
    guard let checkIn = slice.checkIns[id], let asked = checkIn.askedAt,
      plan.ladder.indices.contains(checkIn.step)
    else { return }
    let step = plan.ladder[checkIn.step]
    var due = max(asked + step.after, now)
    if !step.isNudge, let nudged = checkIn.nudgedAt { due = max(due, nudged + plan.lastWord) }
    slice.checkIns.update(id) { $0.timer = Timer(due: due, kind: .ladder) }
  }

  /// The first alert step: missed, if everything that must hold for that holds; else unreached.
  private mutating func miss(_ checkIn: CheckIn, person: Person, plan: Plan) {
    if let gateway = checkIn.prompt.flatMap({ slice.messages[$0]?.gateway }) { judge(gateway) }
    if let doubt = roadDoubt(checkIn, asking: true) {
      return unreached(checkIn.id, doubt)
    }
    settle(checkIn.id, .missed, "step \(checkIn.step + 1)")
    slice.people.update(person.id) { $0.silentInARow += 1 }
    let silences = person.silentInARow + 1
    if silences == Limits.silencesBeforeAsking { askWhetherWanted(checkIn) }
    if let open = openAlert(about: person.id, .silence) {
      return record("joined", person: person.id, checkIn: checkIn.id, alert: open.id)
    }
    if silences == Limits.silencesBeforeAsking { return }
    if silences > Limits.silencesBeforeAsking {
      return record("already-asked-still-want", person: person.id, checkIn: checkIn.id)
    }
    var alert = Alert(id: newID(), person: person.id, reason: .silence, openedAt: now)
    alert.checkIn = checkIn.id
    alert.planDigest = checkIn.planDigest
    alert.step = checkIn.step
    alert.base = checkIn.askedAt ?? now
    openAlert(alert)
  }

  private mutating func askWhetherWanted(_ checkIn: CheckIn) {
    var purpose = Purpose("still-want", lane: .rest)
    purpose.checkIn = checkIn.id
    purpose.expires = now + Limits.noticeLife
    queue(purpose, to: checkIn.person)
    record("still-want", person: checkIn.person, checkIn: checkIn.id)
  }

  /// Why silence on this road proves nothing; nil when it does.
  func roadDoubt(_ checkIn: CheckIn, asking: Bool) -> String? {
    guard let id = checkIn.prompt, let prompt = slice.messages[id], prompt.wasAccepted else {
      return "prompt-not-accepted"
    }
    guard let name = prompt.gateway, let traits = rules.gateways[name] else {
      return "gateway-gone"
    }
    let state = slice.gateways[name]
    if state?.stoppedSince != nil { return "gateway-stopped" }
    if let deaf = state?.deafUntil, checkIn.askedAt ?? now < deaf { return "we-were-down" }
    if traits.isProved { return nil }
    if state?.doubtSince != nil { return "gateway-doubted" }
    guard asking else { return nil }
    if !traits.canReceive { return "no-way-back" }
    if traits.givesReceipts {
      if state?.firstReceiptAt == nil { return "not-proved-receipt" }
      guard let came = prompt.receiptAt else { return "no-receipt" }
      let asked = checkIn.askedAt ?? prompt.createdAt
      if came > asked + Limits.receiptWait { return "late-receipt" }
    }
    if state?.firstReplyAt == nil { return "not-proved-reply" }
    return nil
  }

  /// Ends a check-in's own timer and gives it the state it has come to.
  mutating func settle(_ id: CheckInID, _ state: CheckIn.State, _ detail: String = "") {
    guard let checkIn = slice.checkIns[id] else { return }
    slice.checkIns.update(id) {
      $0.state = state
      $0.settledAt = now
      $0.timer = nil
    }
    record(eventName(of: state), person: checkIn.person, checkIn: id, detail)
  }

  private func eventName(of state: CheckIn.State) -> String {
    switch state {
    case .asking: "asking"
    case .asked: "asked"
    case .answered: "answered"
    case .inContact: "in-contact"
    case .missed: "missed"
    case .skipped: "skipped"
    case .unreached: "unreached"
    case .planned: "planned-again"
    }
  }
}
