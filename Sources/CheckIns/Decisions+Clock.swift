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

  package mutating func clockWasSet(by step: Duration, under id: CheckInID) {
    guard let checkIn = slice.checkIns[id], checkIn.isOpen else { return }
    slice.checkIns.update(id) {
      $0.askedAt = $0.askedAt.map { $0 + step }
      $0.nudgedAt = $0.nudgedAt.map { $0 + step }
      $0.timer = Self.moved($0.timer, by: step)
    }
    guard checkIn.timer != nil else { return }
    record("clock-set", person: checkIn.person, checkIn: id, "\(step.milliseconds / 1000) s")
  }

  package mutating func clockWasSet(by step: Duration, under id: AlertID) {
    guard let alert = slice.alerts[id], alert.state != .closed else { return }
    slice.alerts.update(id) {
      $0.base = $0.base + step
      $0.stepAt = $0.stepAt + step
      $0.timer = Self.moved($0.timer, by: step)
    }
    record("clock-set", person: alert.person, alert: id, "\(step.milliseconds / 1000) s")
  }

  /// What a message waits for is decided anew when it is claimed.
  package mutating func clockWasSet(by step: Duration, under id: MessageID) {
    guard let message = slice.messages[id], message.isUnsettled else { return }
    let next =
      message.lane == .prompts ? message.checkIn.flatMap { slice.checkIns[$0]?.nextAt } : nil
    slice.messages.update(id) {
      $0.notBefore = nil
      $0.claimedAt = $0.claimedAt.map { $0 + step }
      $0.expiresAt = $0.expiresAt.map { min($0 + step, next ?? .distantFuture) }
    }
  }

  package mutating func clockWasSet(by step: Duration, under id: PersonID) {
    guard let person = slice.people[id] else { return }
    slice.people.update(id) {
      if let until = person.pausedUntil, until < .distantFuture { $0.pausedUntil = until + step }
      $0.timer = Self.moved($0.timer, by: step)
    }
  }

  private static func moved(_ timer: Timer?, by step: Duration) -> Timer? {
    timer.map { Timer(due: $0.due + step, kind: $0.kind) }
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
