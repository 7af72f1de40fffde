package import Messages
import Timekeeping

/// What goes on where rows cannot be read: whoever they are about counts as not there, and a human
/// is told.
extension Decisions {
  /// A row was left out of what was loaded.
  package mutating func unreadable(_ table: String, _ id: Int64, of person: PersonID?) {
    record("unreadable", person: person, "\(table) \(id)")
    tellOperators(of: "put-aside", alert: nil)
  }

  /// A message cannot be read, so nobody will learn what became of it: what waits for its end does
  /// as if it were lost.
  package mutating func goOn(without id: MessageID, checkIn: CheckInID?, alert: AlertID?) {
    if let checkIn, let waiting = slice.checkIns[checkIn] {
      if waiting.prompt == id {
        giveUpAsking(checkIn, "unreadable")
      } else if waiting.state == .asked, waiting.timer == nil {
        stepSettled(checkIn, nudged: false)
      }
    }
    guard let alert, let waiting = slice.alerts[alert], waiting.state == .open,
      waiting.timer == nil, waiting.reason != .unreached, !isAnybodyTold(of: waiting)
    else { return }
    record("notice-lost", person: waiting.person, alert: alert, message: id, "unreadable")
    slice.alerts.update(alert) { $0.timer = Timer(due: now, kind: .alert) }
  }

  private func isAnybodyTold(of alert: Alert) -> Bool {
    slice.messages.elements.contains {
      $0.alert == alert.id && $0.code != nil && $0.createdAt >= alert.stepAt
        && ($0.isUnsettled || $0.wasAccepted)
    }
  }

  /// What becomes of a message to somebody whose row cannot be read: the answer to a call for help
  /// goes out, a notice lets the next hear of it, and all else waits until the row is mended.
  mutating func claimUnreadable(_ message: Message) -> ClaimVerdict? {
    guard let person = slice.people[message.person], !person.isReadable,
      message.lane != .urgent || message.template.hasPrefix("notice")
    else { return nil }
    if message.alert != nil, message.template.hasPrefix("notice") {
      dropQueued(message, "unreadable")
      return .dropped
    }
    let again = now + Limits.unreadableWait
    slice.messages.update(message.id) { $0.notBefore = again }
    return .wait(until: again)
  }
}
