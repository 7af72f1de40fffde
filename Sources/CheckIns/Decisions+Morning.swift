import Messages
import Timekeeping

/// What waits for the end of quiet hours: told apart by urgency, spread over the morning, and what
/// has lost its sense by then is left out, so that nobody wakes to five texts.
extension Decisions {
  /// Spreads; nothing in it is a secret.
  static var morning: KeyedHash { KeyedHash(0, 1) }

  /// A message may not leave before `end`; answers when it is looked at again, or lets it go.
  mutating func waitForMorning(_ message: Message, until end: Instant) -> ClaimVerdict {
    let release = release(message, at: end)
    if let expires = message.expiresAt, expires <= release {
      if message.lane == .prompts || message.lane == .nudges {
        dropQueued(message, "quiet-hours")
      } else {
        lost(message.id, .expired, "quiet-hours")
      }
      return .dropped
    }
    slice.messages.update(message.id) { $0.notBefore = release }
    record(
      "deferred", person: message.person, checkIn: message.checkIn, alert: message.alert,
      message: message.id, "quiet-hours")
    return .wait(until: release)
  }

  /// What cannot wait leaves as quiet hours end; the rest one by one after it, beginning at a
  /// moment of the person's own.
  private func release(_ message: Message, at end: Instant) -> Instant {
    guard !cannotWait(message), let person = slice.people[message.person] else { return end }
    let waiting = slice.messages.of(message.person) {
      $0.id != message.id && $0.state == .queued && ($0.notBefore ?? .distantPast) >= end
    }
    // Whole minutes: people read them.
    let share =
      Self.morning
      .share(of: Limits.spread, for: UInt64(bitPattern: person.id.rawValue)).milliseconds / 60_000
    let first = message.lane == .notices ? Limits.afterCalls : .minutes(share)
    let release = end + first + Limits.betweenTexts * waiting.count
    return quietHours(of: person).permits(release, in: zone(of: person)) ? release : end
  }

  /// Somebody asked for a human.
  private func cannotWait(_ message: Message) -> Bool {
    guard message.lane <= .notices, let reason = message.alert.flatMap({ slice.alerts[$0]?.reason })
    else { return message.lane == .urgent }
    return reason == .crisis || reason == .talk || reason == .answer
  }

  /// Why a message that has waited says nothing any more beside the others; nil when it does.
  func overtaken(_ message: Message) -> String? {
    guard now - message.createdAt > Limits.freshness else { return nil }
    switch message.lane {
    case .nudges: return isPromptNear(message) ? "overtaken" : nil
    case .rest where TemplateUse.isThanks(message.template):
      return isAnythingQueued(beside: message) || isPromptNear(message) ? "overtaken" : nil
    default: return nil
    }
  }

  /// A nudge to answer yesterday's question says no more than today's.
  private func isPromptNear(_ message: Message) -> Bool {
    let queued = slice.checkIns.of(message.person) {
      $0.id != message.checkIn
        && ($0.state == .asking || $0.state == .asked && $0.askedAt ?? now > message.createdAt)
    }
    let soon = slice.enrolments.of(message.person) { enrolment in
      !enrolment.ended && enrolment.timer.map { $0.due <= now + Limits.promptNear } ?? false
    }
    return !queued.isEmpty || !soon.isEmpty
  }

  private func isAnythingQueued(beside message: Message) -> Bool {
    !slice.messages.of(message.person) { $0.state == .queued && $0.id != message.id }.isEmpty
  }
}
