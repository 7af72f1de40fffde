package import Messages
import Timekeeping

extension Decisions {
  /// What the provider says became of a message. States only move forward; e-mail alone may go from
  /// delivered to undelivered.
  package mutating func receipt(_ id: MessageID, _ receipt: Receipt, gateway: String) {
    guard let message = slice.messages[id], message.state != .queued || message.attempt > 0 else {
      return
    }
    noteReceipt(gateway)
    if message.receiptState == receipt.state { return }
    slice.messages.update(id) {
      $0.receiptAt = $0.receiptAt ?? now
      $0.receiptState = receipt.state
      $0.providerID = $0.providerID ?? receipt.providerID
    }
    record(
      "receipt", person: message.person, checkIn: message.checkIn, alert: message.alert,
      message: id,
      [receipt.state.rawValue, receipt.error].filter { !$0.isEmpty }.joined(separator: " "))
    switch receipt.state {
    case .queued, .sent: settleDoubt(message)
    case .delivered: delivered(message)
    case .undelivered, .failed: undelivered(message, receipt)
    }
  }

  private mutating func noteReceipt(_ name: String) {
    if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
    slice.gateways.update(name) {
      $0.firstReceiptAt = $0.firstReceiptAt ?? now
      if now - ($0.lastReceiptAt ?? .distantPast) >= .seconds(1) { $0.lastReceiptAt = now }
    }
  }

  /// A receipt proves that the attempt in doubt had arrived.
  private mutating func settleDoubt(_ message: Message) {
    switch message.state {
    case .inDoubt, .claimed: accepted(message.id, providerID: message.providerID)
    case .held: slice.messages.update(message.id) { $0.state = .accepted }
    default: break
    }
  }

  private mutating func delivered(_ message: Message) {
    settleDoubt(message)
    guard let state = slice.messages[message.id]?.state, state == .accepted else { return }
    slice.messages.update(message.id) { $0.state = .delivered }
    if slice.contacts[message.contact] != nil {
      slice.contacts.update(message.contact) { $0.undeliveredInARow = 0 }
    }
  }

  private mutating func undelivered(_ message: Message, _ receipt: Receipt) {
    let mayGoBack = message.channel == .email && message.state == .delivered
    guard
      mayGoBack || message.state == .accepted || message.state == .inDoubt
        || message.state == .claimed || message.state == .held
    else { return }
    switch receipt.meaning {
    case .badAddress: slice.contacts.update(message.contact) { $0.badSince = now }
    case .optedOut: stopContact(message.contact, why: "provider")
    case .misconfigured:
      if let name = message.gateway { gatewayStopped(name, reason: "receipt \(receipt.error)") }
    default: slice.contacts.update(message.contact) { $0.undeliveredInARow += 1 }
    }
    lost(message.id, .undelivered, "undelivered \(receipt.error)")
    tellOfPhoneThatIsOff(message)
  }

  /// A phone that was off for two check-ins in a row is told to the mentors, as our trouble and not
  /// as silence.
  private mutating func tellOfPhoneThatIsOff(_ message: Message) {
    guard message.lane == .prompts, slice.contacts[message.contact]?.undeliveredInARow == 2,
      let alert = openAlert(about: message.person, .unreached)
    else { return }
    unreachedDue(alert)
  }
}
