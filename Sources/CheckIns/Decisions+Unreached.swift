import Messages
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
    for person in staff(.operator_) {
      let told = slice.messages.of(person) {
        $0.template == "operator-trouble"
          && $0.facts["trouble"] == reason && $0.createdAt > now - .hours(24)
      }
      guard told.isEmpty else { continue }
      var purpose = Purpose("operator-trouble", lane: .notices)
      purpose.alert = alert
      purpose.facts = ["trouble": reason]
      purpose.expires = now + Limits.noticeLife
      queue(purpose, to: person)
    }
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
}
