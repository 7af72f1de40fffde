package import Messages
import Timekeeping

extension Decisions {
  /// Somebody says "I will": what is unsent goes away, in the same transaction.
  package mutating func acknowledge(_ id: AlertID, by person: PersonID) {
    guard let alert = slice.alerts[id], alert.state == .open else { return }
    let ask = now + closeWithin(alert)
    slice.alerts.update(id) {
      $0.state = .acknowledged
      $0.acknowledgedBy = person
      $0.acknowledgedAt = now
      $0.timer = Timer(due: ask, kind: .alert)
    }
    record("acknowledged", person: person, checkIn: alert.checkIn, alert: id)
    cancelNotices("acknowledged", of: id)
    if alert.reason == .crisis { tellSeen(alert, by: person) }
  }

  private func closeWithin(_ alert: Alert) -> Duration {
    alert.planDigest.flatMap { plan($0) }?.closeWithin ?? .hours(24)
  }

  /// "Ben has seen this": told to the person in need as soon as it is true.
  private mutating func tellSeen(_ alert: Alert, by person: PersonID) {
    var purpose = Purpose("seen", lane: .urgent)
    purpose.alert = alert.id
    purpose.facts = ["by": String(person.rawValue)]
    purpose.toAnyContact = true
    queue(purpose, to: alert.person)
  }

  /// Somebody says "I can't": the next step runs now. Where another has said "I will", it is theirs
  /// alone to give back.
  package mutating func handBack(_ id: AlertID, by person: PersonID) {
    guard let alert = slice.alerts[id],
      alert.state == .open || alert.state == .acknowledged && alert.acknowledgedBy == person
    else { return }
    record("handed-back", person: person, checkIn: alert.checkIn, alert: id)
    slice.alerts.update(id) {
      $0.state = .open
      $0.acknowledgedBy = nil
      $0.acknowledgedAt = nil
    }
    if alert.reason == .unreached { return unreachedHandedBack(alert) }
    let steps = steps(of: alert)
    if alert.reason == .crisis || !steps.indices.contains(alert.step + 1) { return runStep(id) }
    nextStep(id)
  }

  private mutating func stopWaiting(_ id: AlertID) {
    slice.alerts.update(id) { $0.timer = nil }
  }

  /// Acknowledged and not closed for a while: whoever took it is asked how it went. Once, but every
  /// day after a call for help: until that is closed, everything else to the person is held.
  mutating func askHowItWent(_ alert: Alert) {
    stopWaiting(alert.id)
    if alert.reason == .crisis {
      let again = now + Limits.howDidItGoEvery
      slice.alerts.update(alert.id) { $0.timer = Timer(due: again, kind: .alert) }
    }
    guard let person = alert.acknowledgedBy, isReachable(person) else { return }
    var purpose = Purpose("how-did-it-go", lane: .rest)
    purpose.alert = alert.id
    purpose.facts = ["about": String(alert.person.rawValue)]
    purpose.expires = now + Limits.noticeLife
    queue(purpose, to: person)
    record("how-did-it-go", person: person, alert: alert.id)
  }

  /// The alert that this person has been asked about, and whose answer a human should read with it;
  /// nil when there is none, or more than one.
  func alertAskedAbout(_ person: PersonID) -> AlertID? {
    let asked = slice.alerts.sorted { alert in
      alert.state == .acknowledged && alert.acknowledgedBy == person
        && now >= (alert.acknowledgedAt ?? now) + closeWithin(alert)
    }
    return asked.count == 1 ? asked[0].id : nil
  }

  /// Ends an alert with what came of it.
  ///
  /// - Parameters:
  ///   - outcome: a code; it goes into the ledger.
  ///   - note: somebody's own words for whoever looks at it later.
  package mutating func close(_ id: AlertID, outcome: String, note: String? = nil) {
    guard let alert = slice.alerts[id], alert.state != .closed else { return }
    slice.alerts.update(id) {
      $0.state = .closed
      $0.closedAt = now
      $0.outcome = outcome
      $0.note = note
      $0.timer = nil
    }
    cancelNotices("closed", of: id)
    record("alert-closed", person: alert.person, checkIn: alert.checkIn, alert: id, outcome)
  }

  /// The person was heard: silence is over, and everybody who was alerted, and only they, hears so.
  mutating func allClear(_ person: PersonID) {
    for reason in [Alert.Reason.silence, .unreached] {
      guard let alert = openAlert(about: person, reason) else { continue }
      let told = told(of: alert.id)
      close(alert.id, outcome: "in contact")
      for receiver in told {
        var purpose = Purpose("all-clear", lane: .notices)
        purpose.alert = alert.id
        purpose.facts = ["about": String(person.rawValue)]
        purpose.expires = now + Limits.noticeLife
        queue(purpose, to: receiver)
      }
      record("all-clear", person: person, alert: alert.id, "to \(told.count)")
    }
  }

  /// Everybody a notice about this alert reached or may have reached, in order.
  func told(of alert: AlertID) -> [PersonID] {
    let sent = slice.messages.sorted {
      $0.alert == alert && $0.template.hasPrefix("notice")
        && ($0.wasAccepted || $0.state == .claimed || $0.state == .inDoubt || $0.state == .held)
    }
    return sent.map(\.person).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
