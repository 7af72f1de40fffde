package import Messages
import Timekeeping

extension Decisions {
  /// The prompt could not be brought out at all: nobody was asked.
  mutating func giveUpAsking(_ id: CheckInID, _ reason: String) {
    guard let checkIn = slice.checkIns[id], checkIn.state == .asking || checkIn.state == .asked
    else { return }
    unreached(id, reason)
  }

  /// Ours to mend, never the person's silence: operators hear of it, mentors only after a day.
  mutating func unreached(_ id: CheckInID, _ reason: String) {
    guard let checkIn = slice.checkIns[id] else { return }
    settle(id, .unreached, reason)
    cancel("unreached", to: checkIn.person) {
      $0.checkIn == id && ($0.lane == .nudges || $0.lane == .prompts)
    }
    if let open = openAlert(about: checkIn.person, .unreached) {
      return record("joined", person: checkIn.person, checkIn: id, alert: open.id, reason)
    }
    var alert = Alert(id: newID(), person: checkIn.person, reason: .unreached, openedAt: now)
    alert.checkIn = id
    alert.timer = Timer(due: now + Limits.unreachedBeforeMentors, kind: .alert)
    slice.alerts.insert(alert)
    record(
      "alert-opened", person: checkIn.person, checkIn: id, alert: alert.id,
      "unreached \(reason)")
    tellOperators(of: reason, alert: alert.id)
  }

  /// Operators are told once a day at the most, whoever else is hit by the same cause.
  mutating func tellOperators(of reason: String, alert: AlertID?) {
    if let last = slice.troubles[reason]?.toldAt {
      guard now - last >= .hours(24) || last > now else { return }
      slice.troubles.update(reason) { $0.toldAt = now }
    } else {
      slice.troubles.insert(Trouble(code: reason, toldAt: now))
    }
    for person in staff(.operator_) {
      var purpose = Purpose("operator-trouble", lane: .notices)
      purpose.alert = alert
      purpose.facts = ["trouble": reason]
      purpose.expires = now + Limits.noticeLife
      queue(purpose, to: person)
    }
  }

  /// The database refuses what would have become of this subject: it waits, and a human must look.
  package mutating func putAside(_ subject: Int64, of person: PersonID?) {
    record("put-aside", person: person, "\(subject)")
    tellOperators(of: "put-aside", alert: nil)
  }

  /// A day has gone by and the person still could not be reached: their mentors hear it once, in
  /// words that blame us.
  mutating func unreachedDue(_ alert: Alert) {
    slice.alerts.update(alert.id) { $0.timer = nil }
    guard alert.step == 0 else { return }
    slice.alerts.update(alert.id) { $0.step = 1 }
    var told = notify(mentors(of: alert.person, rank: nil), of: alert)
    if told == 0 { told = notify(staff(.coordinator), of: alert) }
    record("unreached-told", person: alert.person, alert: alert.id, "to \(told)")
  }

  /// A gateway stopped working: operators are told by another channel, once a day.
  mutating func gatewayStopped(_ name: String, reason: String) {
    if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
    slice.gateways.update(name) {
      if $0.stoppedSince == nil { $0.stoppedSince = now }
      $0.stoppedReason = reason
      $0.slowUntil = now + Limits.probeAfter
    }
    record("gateway-stopped", "\(name) \(reason)")
    if let told = slice.gateways[name]?.toldAt, now - told < .hours(24) { return }
    slice.gateways.update(name) { $0.toldAt = now }
    let stoppedChannel = rules.gateways[name]?.channel
    for person in staff(.operator_) {
      var purpose = Purpose("operator-gateway", lane: .notices)
      purpose.facts = ["gateway": name, "reason": reason]
      purpose.expires = now + Limits.noticeLife
      let contacts = fitContacts(of: person)
      purpose.contact = (contacts.first { $0.channel != stoppedChannel } ?? contacts.first)?.id
      queue(purpose, to: person)
    }
  }

  /// The gateway took a message again.
  mutating func gatewayWorks(_ name: String) {
    if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
    guard let state = slice.gateways[name] else { return }
    if state.stoppedSince != nil { record("gateway-works", name) }
    // One write a second is enough for a time that people read.
    let stale = state.lastAcceptedAt.map { now - $0 >= .seconds(1) } ?? true
    guard stale || state.stoppedSince != nil || state.failuresInARow > 0 else { return }
    slice.gateways.update(name) {
      $0.firstAcceptedAt = $0.firstAcceptedAt ?? now
      $0.lastAcceptedAt = now
      $0.failuresInARow = 0
      $0.stoppedSince = nil
      $0.stoppedReason = nil
      $0.slowUntil = nil
    }
  }
}
