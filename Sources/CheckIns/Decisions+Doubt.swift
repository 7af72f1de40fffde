package import Messages
import Timekeeping

/// An attempt whose answer was lost is settled by idempotency key, by asking the provider, by a
/// receipt, or by the rule.
extension Decisions {
  /// A prompt waits for a receipt, or for what its provider says when asked; a notice goes out
  /// again.
  mutating func inDoubt(_ message: Message, _ outcome: Outcome) {
    let traits = message.gateway.flatMap { rules.gateways[$0] }
    if let name = message.gateway { countFailure(name, outcome.reason) }
    let isNotice = message.lane == .notices || message.lane == .urgent
    let way = (isNotice ? traits?.noticeInDoubt : traits?.promptInDoubt) ?? .hold
    switch way {
    case .hold:
      let spread = random.span(upTo: Limits.inquiryFirst / 2)
      slice.messages.update(message.id) {
        $0.state = .inDoubt
        $0.settledAt = now
        $0.lastReason = outcome.reason
        $0.notBefore =
          traits?.answersStatus == true ? now + Limits.inquiryFirst / 2 + spread : nil
      }
    case .resend, .idempotent:
      record("sent-again", person: message.person, message: message.id, "in doubt, \(way.rawValue)")
      let span = min(Limits.retryFirst * Int(1 << min(message.attempt - 1, 8)), Limits.retryMost)
      requeue(message, notBefore: now + span, outcome.reason)
    }
  }

  /// A doubt that its provider shall be asked about or that nothing settled, or a queued message
  /// that is no longer worth sending.
  package mutating func messageDue(_ id: MessageID) {
    guard let message = slice.messages[id], let due = message.lookAt, due <= now else { return }
    switch message.state {
    case .inDoubt where now >= (message.settledAt ?? message.createdAt) + Limits.doubtWait:
      lost(id, .held, "in doubt")
    case .inDoubt: inquire(message)
    case .queued:
      if let end = message.expiresAt, end <= now { lost(id, .expired, "not sent in time") }
    default: break
    }
  }

  private mutating func inquire(_ message: Message) {
    let waited = now - (message.settledAt ?? message.createdAt)
    slice.messages.update(message.id) { $0.notBefore = now + max(waited, Limits.inquiryFirst) }
    slice.inquiries.append(message.id)
  }

  /// What the provider answered when asked about a message in doubt: those of its messages that
  /// can be this one and are no other of ours; none when it has none.
  package mutating func lookedUp(_ id: MessageID, attempt: Int, found: [Receipt]) {
    guard let message = slice.messages[id], message.state == .inDoubt,
      message.attempt == attempt, let gateway = message.gateway
    else { return }
    let others = slice.messages.sorted { $0.id != id && $0.gateway == gateway }
    let taken = Set(others.compactMap(\.providerID))
    let mine = found.first { $0.providerID.map { !taken.contains($0) } ?? true }
    if let mine {
      record(
        "looked-up", person: message.person, checkIn: message.checkIn, alert: message.alert,
        message: id, gateway)
      return receipt(id, mine, gateway: gateway, isAnswer: true)
    }
    // It may still be on its way into the provider's list.
    guard let sent = message.claimedAt, now - sent >= Limits.absenceNeeds else { return }
    record(
      "never-arrived", person: message.person, checkIn: message.checkIn, alert: message.alert,
      message: id, gateway)
    giveBack(message)
    requeue(message, notBefore: now, "never-arrived")
  }

  /// After a crash: an attempt whose request may have left, and whose answer nobody kept.
  package mutating func recoverClaimed(_ id: MessageID) {
    guard let message = slice.messages[id], message.state == .claimed else { return }
    outcome(id, attempt: message.attempt, Outcome(.inDoubt, reason: "stopped while sending"))
  }
}
