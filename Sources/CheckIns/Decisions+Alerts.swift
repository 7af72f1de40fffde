package import Messages
import Timekeeping

extension Decisions {
  func openAlert(about person: PersonID, _ reason: Alert.Reason) -> Alert? {
    slice.alerts.of(person) { $0.reason == reason && $0.state != .closed }.first
  }

  /// Everybody with a role. A house without an operator, or none of whom anything is known, has its
  /// coordinators for that.
  func staff(_ role: Roles) -> [PersonID] {
    let found = slice.staff.filter { id in
      guard let person = slice.people[id], person.isReadable else { return false }
      return person.roles.contains(role)
    }
    return found.isEmpty && role == .operator_ ? staff(.coordinator) : found
  }

  /// The mentors of a rank (nil: all) who can be told now: confirmed, reachable, not away; who is
  /// away is stood in for by their cover.
  func mentors(of mentee: PersonID, rank: Int?) -> [PersonID] {
    var found: [PersonID] = []
    let ties = slice.mentorships.of(mentee) { !$0.ended }
      .sorted { ($0.rank, $0.mentor) < ($1.rank, $1.mentor) }
    for tie in ties where rank == nil || tie.rank == rank {
      guard let mentor = slice.people[tie.mentor] else { continue }
      let stand = isAway(mentor) ? mentor.cover : mentor.id
      guard let stand, stand != mentee, isReachable(stand), !found.contains(stand) else { continue }
      found.append(stand)
    }
    return found
  }

  func isAway(_ person: Person) -> Bool {
    if let until = person.pausedUntil, until > now { return true }
    guard let from = person.awayFrom, let until = person.awayUntil else { return false }
    return from <= now && now < until
  }

  func isReachable(_ id: PersonID) -> Bool {
    guard let person = slice.people[id], person.standing == .active else { return false }
    return !fitContacts(of: id).isEmpty
  }

  /// The ladder an alert follows; its steps' `after` counts from `base`.
  func steps(of alert: Alert) -> [LadderStep] {
    switch alert.reason {
    case .silence:
      return alert.planDigest.flatMap { plan($0) }?.ladder ?? LadderStep.shipped
    case .answer, .talk:
      return LadderStep.talk
    case .crisis:
      return [
        LadderStep(
          after: .zero,
          action: .alert(.init(.mentors(rank: nil), every: rules.crisis.every)), quiet: .ring)
      ]
    case .unreached:
      return []
    }
  }

  /// Puts a new alert in force and runs its first step.
  mutating func openAlert(_ alert: Alert) {
    slice.alerts.insert(alert)
    record(
      "alert-opened", person: alert.person, checkIn: alert.checkIn, alert: alert.id,
      alert.reason.rawValue)
    runStep(alert.id)
  }

  /// What somebody saw to has come again: the alert is told from its first step on.
  mutating func reopen(_ id: AlertID, over reply: ReplyID) {
    slice.alerts.update(id) {
      $0.state = .open
      $0.acknowledgedBy = nil
      $0.acknowledgedAt = nil
      $0.reply = reply
      $0.step = 0
      $0.base = now
      $0.repeats = 0
      $0.toldNotReached = false
    }
    guard let alert = slice.alerts[id] else { return }
    record("alert-again", person: alert.person, checkIn: alert.checkIn, alert: id)
  }

  /// Tells the people of the step in force; a step that nobody covers runs the next at once.
  mutating func runStep(_ id: AlertID) {
    guard let alert = slice.alerts[id], alert.state == .open else { return }
    slice.alerts.update(id) {
      $0.stepAt = now
      $0.timer = nil
    }
    if alert.reason == .crisis { return runCrisis(id) }
    let steps = steps(of: alert)
    guard steps.indices.contains(alert.step) else {
      record("nobody-left", person: alert.person, alert: id)
      return tellOperators(of: "nobody-covers", alert: id)
    }
    guard case .alert(let step) = steps[alert.step].action else { return nextStep(id) }
    let audience = audience(of: step, of: alert)
    let told = notify(audience, of: alert)
    record("step", person: alert.person, alert: id, "step \(alert.step + 1) told \(told)")
    if told == 0 { uncovered(id, step) }
  }

  /// Nobody covers this step: the next runs at once; the last is asked again when it repeats.
  private mutating func uncovered(_ id: AlertID, _ step: AlertStep) {
    if let every = step.every {
      tellOperators(of: "nobody-covers", alert: id)
      return slice.alerts.update(id) { $0.timer = Timer(due: now + every, kind: .alert) }
    }
    nextStep(id)
  }

  mutating func nextStep(_ id: AlertID) {
    slice.alerts.update(id) {
      $0.step += 1
      $0.repeats = 0
    }
    runStep(id)
  }

  private mutating func audience(of step: AlertStep, of alert: Alert) -> [PersonID] {
    switch step.audience {
    case .coordinators:
      return staff(.coordinator).filter { $0 != alert.person && isReachable($0) }
    case .mentors(let rank):
      let mentors = mentors(of: alert.person, rank: rank)
      if mentors.isEmpty || mayTellMentors(of: alert) { return mentors }
      record("no-consent", person: alert.person, alert: alert.id)
      return []
    }
  }

  /// Mentors hear what the person agreed to that they hear; who asks for somebody agrees by that.
  func mayTellMentors(of alert: Alert) -> Bool {
    let person = slice.people[alert.person]
    return switch alert.reason {
    case .talk: true
    case .crisis: person?.consentCrisis != nil || person?.consentMentors != nil
    case .silence, .answer, .unreached: person?.consentMentors != nil
    }
  }

  /// Queues one notice a person; answers how many could be.
  mutating func notify(_ people: [PersonID], of alert: Alert) -> Int {
    var told = 0
    for person in people {
      if let old = openNotices(to: person).last(where: { $0.alert == alert.id }) {
        // Told again under the number they know.
        told += again(old, alert) ? 1 : 0
        continue
      }
      var purpose = notice(of: alert)
      purpose.facts["about"] = String(alert.person.rawValue)
      if let message = queue(purpose, to: person) {
        told += 1
        record("notice", person: person, checkIn: alert.checkIn, alert: alert.id, message: message)
      }
    }
    return told
  }

  private func notice(of alert: Alert) -> Purpose {
    var purpose = Purpose(
      "notice-" + alert.reason.rawValue, lane: alert.reason == .crisis ? .urgent : .notices)
    purpose.alert = alert.id
    purpose.checkIn = alert.checkIn
    purpose.expires = alert.reason == .crisis ? nil : now + Limits.noticeLife
    return purpose
  }

  private mutating func again(_ old: Message, _ alert: Alert) -> Bool {
    if old.state == .queued || old.state == .claimed { return true }
    var purpose = notice(of: alert)
    purpose.facts = old.matter
    guard let id = queue(purpose, to: old.person) else { return false }
    slice.messages.update(id) { $0.code = old.code }
    record("notice-again", person: old.person, alert: alert.id, message: id)
    return true
  }

  /// A notice came to its end: the wait for an answer begins, or, if it did not arrive, the next
  /// step.
  mutating func noticeSettled(_ message: Message, arrived: Bool) {
    guard let id = message.alert, let alert = slice.alerts[id], alert.state == .open,
      alert.reason != .unreached, alert.reason != .crisis, message.template.hasPrefix("notice")
    else { return }
    let steps = steps(of: alert)
    guard steps.indices.contains(alert.step), case .alert(let step) = steps[alert.step].action
    else { return }
    if !arrived {
      record("notice-lost", person: message.person, alert: id, message: message.id)
      if isAnybodyElseTold(message, alert) { return }
      return slice.alerts.update(id) { $0.timer = Timer(due: now, kind: .alert) }
    }
    let end = waitEnd(alert, step, steps)
    slice.alerts.update(id) { $0.timer = Timer(due: end, kind: .alert) }
  }

  /// Somebody else of the step will answer, or their time to do so runs already. A clock that went
  /// back makes notices of earlier steps look like this one's: they alone end no wait.
  private func isAnybodyElseTold(_ lost: Message, _ alert: Alert) -> Bool {
    let others = slice.messages.sorted {
      $0.alert == alert.id && $0.id != lost.id && $0.code != nil && $0.createdAt >= alert.stepAt
    }
    return others.contains { $0.isUnsettled || $0.wasAccepted && alert.timer != nil }
  }

  private func waitEnd(_ alert: Alert, _ step: AlertStep, _ steps: [LadderStep]) -> Instant {
    if let every = step.every { return now + every }
    var end = Instant.distantFuture
    if steps.indices.contains(alert.step + 1) {
      end = max(alert.base + steps[alert.step + 1].after, now)
    }
    if let early = step.unansweredAfter { end = min(end, now + early) }
    return end
  }

  /// An alert's timer fired: the next step, a repetition, or the question how it went.
  package mutating func alertDue(_ id: AlertID) {
    guard let alert = slice.alerts[id], let timer = alert.timer, timer.due <= now else { return }
    switch (alert.state, alert.reason) {
    case (.closed, _): slice.alerts.update(id) { $0.timer = nil }
    case (.acknowledged, _): askHowItWent(alert)
    case (.open, .unreached): unreachedDue(alert)
    case (.open, .crisis): crisisDue(alert)
    case (.open, .silence), (.open, .answer), (.open, .talk): stepOver(alert)
    }
  }

  private mutating func stepOver(_ alert: Alert) {
    if alert.reason == .silence, let asked = alert.checkIn.flatMap({ slice.checkIns[$0] }),
      isListening(to: asked)
    {
      // What they may have written meanwhile comes first.
      return slice.alerts.update(alert.id) {
        $0.timer = Timer(due: now + Limits.listingWait, kind: .alert)
      }
    }
    let steps = steps(of: alert)
    guard steps.indices.contains(alert.step), case .alert(let step) = steps[alert.step].action
    else { return slice.alerts.update(alert.id) { $0.timer = nil } }
    if step.every != nil, !steps.indices.contains(alert.step + 1) {
      slice.alerts.update(alert.id) { $0.repeats += 1 }
      return runStep(alert.id)
    }
    record("unanswered", person: alert.person, alert: alert.id, "step \(alert.step + 1)")
    if steps.indices.contains(alert.step + 1) { return nextStep(alert.id) }
    slice.alerts.update(alert.id) { $0.timer = nil }
  }
}

extension LadderStep {
  /// Somebody wants to talk, or an answer asks for a human: at once, and on quickly.
  static let talk: [LadderStep] = [
    LadderStep(after: .zero, action: .alert(.init(.mentors(rank: 1), unansweredAfter: .hours(1)))),
    LadderStep(
      after: .hours(1), action: .alert(.init(.mentors(rank: 2), unansweredAfter: .hours(1)))),
    LadderStep(after: .hours(2), action: .alert(.init(.coordinators, every: .hours(4)))),
  ]
}
