package import Messages
package import Timekeeping

/// Whether a queued message may leave now.
package enum ClaimVerdict: Hashable, Sendable {
  case send
  /// Not before this; the queue keeps it.
  case wait(until: Instant)
  /// It came to its end in the slice.
  case dropped
}

extension Decisions {
  /// Checks everything again that may have changed since the message was queued, and records the
  /// attempt. On `.send` the message is claimed for the gateway.
  package mutating func claim(_ id: MessageID, gateway: String) -> ClaimVerdict {
    guard let message = slice.messages[id], message.state == .queued else { return .dropped }
    if let wait = message.notBefore, wait > now { return .wait(until: wait) }
    if let end = message.expiresAt, end <= now {
      lost(id, .expired, "not sent in time")
      return .dropped
    }
    if message.isCanary {
      claimed(id, by: gateway)
      return .send
    }
    if let verdict = claimUnreadable(message) { return verdict }
    if let reason = reasonToDrop(message) {
      // No word of theirs: another address is tried, and if there is none, that is told.
      if reason == "bad-address" {
        lost(id, .failed, reason)
      } else {
        dropQueued(message, reason)
      }
      return .dropped
    }
    if let end = quietUntil(message) { return waitForMorning(message, until: end) }
    if let reason = overtaken(message) {
      dropQueued(message, reason)
      return .dropped
    }
    if message.lane == .prompts || message.lane == .nudges, isSpent(gateway) {
      if moveToOtherChannel(id) { return .wait(until: now) }
      dropQueued(message, "budget")
      return .dropped
    }
    claimed(id, by: gateway)
    return .send
  }

  private mutating func claimed(_ id: MessageID, by gateway: String) {
    slice.messages.update(id) {
      $0.state = .claimed
      $0.attempt += 1
      $0.gateway = gateway
      $0.claimedAt = now
      $0.notBefore = nil
    }
  }

  /// A queued message has lost its sense: what it was for goes on without it.
  mutating func dropQueued(_ message: Message, _ reason: String) {
    withdraw(message.id, reason)
    if let id = message.checkIn, message.lane == .prompts, slice.checkIns[id]?.state == .asking {
      settle(id, .skipped, reason)
    }
    // What overtook a nudge is the last word in its place.
    if let id = message.checkIn, message.lane == .nudges {
      stepSettled(id, nudged: reason == "overtaken")
    }
    noticeSettled(message, arrived: false)
  }

  private func reasonToDrop(_ message: Message) -> String? {
    guard let person = slice.people[message.person], let contact = slice.contacts[message.contact]
    else { return "unknown" }
    if contact.optedOutAt != nil, !TemplateUse.answersStop(message.template) { return "stopped" }
    if contact.badSince != nil, !TemplateUse.answersStop(message.template) { return "bad-address" }
    if message.lane == .urgent { return nil }
    if person.standing == .left, message.template != "wrong-confirmation" { return "left" }
    if person.standing != .active, !TemplateUse.goesToUnconfirmed(message.template) {
      return "not-confirmed"
    }
    return matterIsOver(message, person)
  }

  private func matterIsOver(_ message: Message, _ person: Person) -> String? {
    let isAutomatic = message.lane == .prompts || message.lane == .nudges
    if isAutomatic, let until = person.pausedUntil, until > now { return "paused" }
    if isAutomatic, openAlert(about: person.id, .crisis) != nil { return "crisis" }
    if let id = message.checkIn, isAutomatic, let checkIn = slice.checkIns[id] {
      let expected: CheckIn.State = message.lane == .prompts ? .asking : .asked
      if checkIn.state != expected { return "over" }
    }
    if let id = message.alert, message.template.hasPrefix("notice"), let alert = slice.alerts[id],
      alert.state != .open
    {
      return "over"
    }
    return nil
  }

  /// Quiet hours hold back everything but urgent messages and answers to what the person just sent.
  private func quietUntil(_ message: Message) -> Instant? {
    guard let person = slice.people[message.person] else { return nil }
    if message.lane == .urgent, person.mayBeWoken || !message.template.hasPrefix("notice") {
      return nil
    }
    if TemplateUse.isAnswer(message.template), let heard = person.lastContactAt,
      now - heard < .minutes(10)
    {
      return nil
    }
    if rings(message), person.mayBeWoken { return nil }
    let permitted = firstPermitted(for: person, from: now)
    return permitted > now ? permitted : nil
  }

  /// The ladder step this notice belongs to rings through quiet hours.
  private func rings(_ message: Message) -> Bool {
    guard let id = message.alert, let alert = slice.alerts[id] else { return false }
    let steps = steps(of: alert)
    return steps.indices.contains(alert.step) && steps[alert.step].quiet == .ring
  }
}
