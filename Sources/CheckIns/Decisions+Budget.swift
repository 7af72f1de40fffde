import Messages
package import Timekeeping

/// What a gateway may cost in a month: a warning before the end, and at the end nothing automatic.
extension Decisions {
  /// Warned of at this many hundredths.
  private static let warnedAt = 80

  /// Nothing automatic leaves by this gateway until the month is over.
  package func isSpent(_ name: String) -> Bool {
    guard let budget = rules.gateways[name]?.budget, let state = slice.gateways[name] else {
      return false
    }
    return state.segments(in: now.month) >= budget
  }

  /// A text leaves by this gateway.
  mutating func spend(_ name: String, _ message: Message, text: String) {
    let segments = message.channel == .sms ? SMSText.measure(text).segments : 1
    slice.messages.update(message.id) {
      $0.facts[Message.segmentsFact] = segments == 1 ? nil : String(segments)
    }
    if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
    let month = now.month
    let before = slice.gateways[name]?.segments(in: month) ?? 0
    slice.gateways.update(name) {
      $0.month = month
      $0.segments = before + segments
    }
    guard let budget = rules.gateways[name]?.budget else { return }
    for part in [Self.warnedAt, 100] {
      let mark = (budget * part + 99) / 100
      guard before < mark, before + segments >= mark else { continue }
      record("budget", "\(name) \(part)")
      tellOperators(of: "budget-\(part) \(name)", alert: nil)
    }
  }

  /// The attempt in force was not taken: nobody asks money for it.
  mutating func giveBack(_ message: Message) {
    guard let name = message.gateway, let state = slice.gateways[name],
      state.month == message.claimedAt?.month
    else { return }
    let segments = message.facts[Message.segmentsFact].flatMap { Int($0) } ?? 1
    slice.gateways.update(name) { $0.segments = max(0, state.segments - segments) }
  }
}

extension GatewayState {
  /// What left in that month.
  package func segments(in month: Int) -> Int { self.month == month ? segments : 0 }
}

extension Instant {
  /// The month it lies in (UTC), counted from the year 0.
  package var month: Int {
    let date = Zone.utc.local(of: self).date
    return date.year * 12 + date.month - 1
  }
}
