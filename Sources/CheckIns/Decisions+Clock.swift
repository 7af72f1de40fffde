package import Messages
import Timekeeping

/// The clock was set. What was counted from a moment (ladders, repetitions, retries, pauses) moves
/// with it, so that people have as long as they were given; what stands on the wall (occurrences,
/// quiet hours) is looked up on the new clock. The ledger keeps what the clock said at the time.
extension Decisions {
  /// The whole house was told: one entry for everybody, by how much.
  package mutating func clockWasSet(by step: Duration) {
    record("clock-set", "\(step.milliseconds / 1000) s")
    for state in slice.gateways.sorted {
      slice.gateways.update(state.name) {
        $0.slowUntil = $0.slowUntil.map { $0 + step }
        $0.toldAt = $0.toldAt.map { min($0 + step, now) }
        $0.stoppedSince = $0.stoppedSince.map { min($0, now) }
        $0.deafSince = $0.deafSince.map { $0 + step }
        $0.canaryAt = $0.canaryAt.map { $0 + step }
        $0.canaryOwedSince = $0.canaryOwedSince.map { $0 + step }
        $0.unreadSince = $0.unreadSince.map { min($0 + step, now) }
        if let deaf = $0.deafUntil, deaf < .distantFuture { $0.deafUntil = deaf + step }
      }
    }
  }

  /// What was loaded has moved; that is told where somebody would ask.
  package mutating func moved(by step: Duration, _ id: CheckInID) {
    guard let checkIn = slice.checkIns[id], checkIn.isOpen, checkIn.timer != nil else { return }
    record("clock-set", person: checkIn.person, checkIn: id, "\(step.milliseconds / 1000) s")
  }

  package mutating func moved(by step: Duration, _ id: AlertID) {
    guard let alert = slice.alerts[id], alert.state != .closed else { return }
    record("clock-set", person: alert.person, alert: id, "\(step.milliseconds / 1000) s")
  }

  /// A prompt is worth nothing past the next occurrence, which stands on the wall.
  package mutating func moved(by step: Duration, _ id: MessageID) {
    guard let message = slice.messages[id], message.isUnsettled, message.lane == .prompts,
      let next = message.checkIn.flatMap({ slice.checkIns[$0]?.nextAt })
    else { return }
    slice.messages.update(id) { $0.expiresAt = $0.expiresAt.map { min($0, next) } }
  }

  /// Skipped by a clock that ran ahead, and nobody was asked: its time is still to come.
  package mutating func isStillToCome(_ id: CheckInID) {
    guard let checkIn = slice.checkIns[id], checkIn.state == .skipped, checkIn.prompt == nil,
      checkIn.plannedAt > now, let settled = checkIn.settledAt, settled > now
    else { return }
    slice.checkIns.update(id) {
      $0.state = .planned
      $0.settledAt = nil
    }
    record("planned-again", person: checkIn.person, checkIn: id)
  }

  /// The clock went back, or the rules of a zone are new: the next occurrence is looked up anew.
  /// One that is due already, and waits, is decided again at once.
  package mutating func planAnew(_ id: EnrolmentID, because reason: String) {
    guard let before = slice.enrolments[id], !before.ended else { return }
    if let at = before.nextAt, at <= now, before.timer != nil {
      return slice.enrolments.update(id) { $0.timer = Timer(due: now, kind: .occurrence) }
    }
    planNext(id)
    guard let after = slice.enrolments[id], after.nextAt != before.nextAt else { return }
    record(
      "planned-anew", person: before.person,
      "\(text(before.nextAt)) \(text(after.nextAt)) \(reason)")
  }

  private func text(_ instant: Instant?) -> String { instant.map { "\($0)" } ?? "-" }
}
