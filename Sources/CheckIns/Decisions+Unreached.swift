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
    let broken = checkIn.prompt.flatMap { slice.messages[$0]?.channel }
    tellOperators(of: reason, alert: alert.id, avoiding: broken)
  }

  /// Operators are told once a day at the most, whoever else is hit by the same cause.
  ///
  /// - Parameter channel: what the trouble is about; another is taken where they have one.
  mutating func tellOperators(of reason: String, alert: AlertID?, avoiding channel: Channel? = nil)
  {
    if let told = slice.troubles[reason]?.toldAt, now - told < .hours(24), told <= now { return }
    var isTold = false
    for person in staff(.operator_) {
      var purpose = Purpose("operator-trouble", lane: .notices)
      purpose.alert = alert
      purpose.facts = ["trouble": reason]
      purpose.expires = now + Limits.noticeLife
      let contacts = fitContacts(of: person)
      purpose.contact = channel.flatMap { avoided in contacts.first { $0.channel != avoided }?.id }
      if queue(purpose, to: person) != nil { isTold = true }
    }
    guard isTold else { return }
    if slice.troubles[reason] == nil {
      slice.troubles.insert(Trouble(code: reason, toldAt: now))
    } else {
      slice.troubles.update(reason) { $0.toldAt = now }
    }
  }

  /// The database refuses what would have become of this subject: it waits, and a human must look.
  package mutating func putAside(_ subject: Int64, of person: PersonID?) {
    record("put-aside", person: person, "\(subject)")
    tellOperators(of: "put-aside", alert: nil)
  }

  /// A mentor cannot look after somebody whom we could not reach: coordinators are next, and last.
  mutating func unreachedHandedBack(_ alert: Alert) {
    slice.alerts.update(alert.id) {
      $0.timer = nil
      $0.step = 1
    }
    let others = staff(.coordinator).filter { $0 != alert.person && isReachable($0) }
    let told = notify(others, of: alert)
    record("unreached-told", person: alert.person, alert: alert.id, "to \(told)")
    if told == 0 { tellOperators(of: "nobody-covers", alert: alert.id) }
  }

  /// A day has gone by and the person still could not be reached: their mentors hear it once, in
  /// words that blame us.
  mutating func unreachedDue(_ alert: Alert) {
    slice.alerts.update(alert.id) { $0.timer = nil }
    guard alert.step == 0 else { return }
    slice.alerts.update(alert.id) { $0.step = 1 }
    let mentors = mayTellMentors(of: alert) ? mentors(of: alert.person, rank: nil) : []
    var told = notify(mentors, of: alert)
    if told == 0 { told = notify(staff(.coordinator), of: alert) }
    record("unreached-told", person: alert.person, alert: alert.id, "to \(told)")
  }
}
