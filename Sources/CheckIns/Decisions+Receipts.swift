package import Messages
import Timekeeping

extension Decisions {
  /// What the provider says became of a message. States only move forward; e-mail alone may go from
  /// delivered to undelivered.
  ///
  /// - Parameter isAnswer: it was asked for, so it does not prove that receipts come.
  package mutating func receipt(
    _ id: MessageID, _ receipt: Receipt, gateway: String, isAnswer: Bool = false
  ) {
    guard let message = slice.messages[id], message.attempt > 0 else { return }
    if !isAnswer { noteReceipt(gateway) }
    guard isNews(receipt, for: message, from: gateway) else {
      guard receipt.state != message.receiptState else { return }
      return record("receipt-late", of: message, receipt.inCode)
    }
    slice.messages.update(id) {
      if !isAnswer || receipt.state.isFinal { $0.receiptAt = $0.receiptAt ?? now }
      $0.receiptState = receipt.state
      // What is unsettled may still have the id of an attempt before this one.
      $0.providerID =
        message.isUnsettled
        ? receipt.providerID ?? $0.providerID : $0.providerID ?? receipt.providerID
    }
    record("receipt", of: message, receipt.inCode)
    switch receipt.state {
    case .queued, .sent: settleDoubt(message)
    case .delivered: delivered(message)
    case .undelivered, .failed: undelivered(message, receipt)
    }
  }

  /// States only move forward, and what became of an earlier attempt says nothing bad of this one.
  private func isNews(_ receipt: Receipt, for message: Message, from gateway: String) -> Bool {
    if isAnotherPart(receipt, of: message) { return true }
    if isOfEndedAttempt(receipt, of: message) { return false }
    if let last = message.receiptState {
      let bounces =
        message.channel == .email && last == .delivered
        && (receipt.state == .undelivered || receipt.state == .failed)
      guard bounces || receipt.state.rank > last.rank else { return false }
    }
    guard receipt.state == .undelivered || receipt.state == .failed else { return true }
    if let carrier = message.gateway, carrier != gateway { return false }
    guard let known = message.providerID, let told = receipt.providerID else { return true }
    return message.isUnsettled || known == told
  }

  /// The message was undelivered and goes out again: whatever else comes of the attempt before is
  /// old, also that it was on its way.
  private func isOfEndedAttempt(_ receipt: Receipt, of message: Message) -> Bool {
    guard message.isUnsettled else { return false }
    if let known = message.providerID, let told = receipt.providerID { return known == told }
    // Without an id, nothing that waits can have been under way since.
    return message.state == .queued && message.lastReason?.hasPrefix("undelivered") ?? false
  }

  /// A part of the text got lost: what arrived of the others cannot be read. Ids of an attempt
  /// before this one are not told apart from those of other parts.
  private func isAnotherPart(_ receipt: Receipt, of message: Message) -> Bool {
    guard receipt.state == .undelivered || receipt.state == .failed, message.attempt == 1,
      let known = message.providerID, let told = receipt.providerID, known != told
    else { return false }
    return message.state == .accepted || message.state == .delivered
  }

  private mutating func noteReceipt(_ name: String) {
    if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
    slice.gateways.update(name) {
      $0.firstReceiptAt = $0.firstReceiptAt ?? now
      if now - ($0.lastReceiptAt ?? .distantPast) >= .seconds(1) { $0.lastReceiptAt = now }
    }
    cameBack(name, "no-receipts")
  }

  /// A receipt proves that the attempt in doubt had arrived; one that waits to go out again need
  /// not.
  private mutating func settleDoubt(_ message: Message) {
    switch message.state {
    case .inDoubt, .claimed, .queued: accepted(message.id, providerID: nil)
    case .held: slice.messages.update(message.id) { $0.state = .accepted }
    default: break
    }
  }

  private mutating func delivered(_ message: Message) {
    settleDoubt(message)
    guard let state = slice.messages[message.id]?.state, state == .accepted else { return }
    slice.messages.update(message.id) { $0.state = .delivered }
    if let name = message.gateway { gatewayDelivers(name) }
    if message.isCanary { canaryDelivered(message) }
    if slice.contacts[message.contact] != nil {
      slice.contacts.update(message.contact) { $0.undeliveredInARow = 0 }
    }
  }

  private mutating func undelivered(_ message: Message, _ receipt: Receipt) {
    let mayGoBack =
      message.state == .delivered
      && (message.channel == .email || isAnotherPart(receipt, of: message))
    guard
      mayGoBack || message.state == .accepted || message.state == .inDoubt
        || message.state == .claimed || message.state == .held
    else { return }
    switch receipt.meaning {
    case .badAddress: markBad(message.contact, .provider)
    case .optedOut: stopContact(message.contact, why: "provider")
    case .misconfigured:
      if let name = message.gateway { gatewayStopped(name, reason: "receipt \(receipt.error)") }
      if goesAgain(message, after: .zero, receipt) { return }
    case .slowDown:
      if let name = message.gateway { pauseGateway(name, until: now + Limits.slowDownWait) }
      if goesAgain(message, after: Limits.slowDownWait, receipt) { return }
    case .refused:
      if goesByAnother(message), goesAgain(message, after: .zero, receipt) { return }
    default: slice.contacts.update(message.contact) { $0.undeliveredInARow += 1 }
    }
    notAskedAfterAll(message)
    let what = isAnotherPart(receipt, of: message) ? Message.lostPart : "undelivered"
    lost(message.id, .undelivered, "\(what) \(receipt.error)")
    notSilentAfterAll(message)
    tellOfPhoneThatIsOff(message)
  }

  /// The gateway's fault and not the address's: it goes out again, by another gateway where there
  /// is one. False where it is over or was tried too often.
  private mutating func goesAgain(_ message: Message, after wait: Duration, _ receipt: Receipt)
    -> Bool
  {
    if message.attempt >= Limits.undeliveredTries || message.pinned != nil { return false }
    if let end = message.expiresAt, end <= now + wait { return false }
    if let id = message.checkIn, let checkIn = slice.checkIns[id] {
      guard checkIn.state == .asking || checkIn.state == .asked else { return false }
    }
    notAskedAfterAll(message)
    slice.messages.update(message.id) {
      $0.receiptAt = nil
      $0.receiptState = nil
    }
    record("undelivered-again", of: message, receipt.inCode)
    requeue(message, notBefore: now + wait, "undelivered \(receipt.error)")
    return true
  }

  /// The prompt did not arrive: nobody was asked, and no step of the ladder runs on it.
  private mutating func notAskedAfterAll(_ message: Message) {
    guard let id = message.checkIn, message.lane == .prompts, let checkIn = slice.checkIns[id],
      checkIn.prompt == message.id, checkIn.state == .asked
    else { return }
    slice.checkIns.update(id) {
      $0.state = .asking
      $0.askedAt = nil
      $0.step = 0
      $0.nudgedAt = nil
      $0.timer = nil
    }
    record("not-asked", of: message)
  }

  /// The prompt counted as arrived, and its silence was told; now it is known that nobody was
  /// asked. Who heard of a silence hears that it was our fault.
  private mutating func notSilentAfterAll(_ message: Message) {
    guard let id = message.checkIn, message.lane == .prompts,
      slice.checkIns[id]?.prompt == message.id
    else { return }
    notSilentAfterAll(id, "undelivered")
  }

  mutating func notSilentAfterAll(_ id: CheckInID, _ reason: String) {
    guard let checkIn = slice.checkIns[id], checkIn.state == .missed else { return }
    slice.people.update(checkIn.person) { $0.silentInARow = max(0, $0.silentInARow - 1) }
    unreached(id, reason)
    guard let silence = openAlert(about: checkIn.person, .silence), silence.checkIn == id else {
      return
    }
    let wasTold = !told(of: silence.id).isEmpty
    close(silence.id, outcome: "not asked")
    if wasTold, let ours = openAlert(about: checkIn.person, .unreached) { unreachedDue(ours) }
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

extension Receipt {
  /// State, and the error of what failed, as the ledger has them: many say 0 where all is well.
  fileprivate var inCode: String {
    let code = state == .undelivered || state == .failed ? error : ""
    return [state.rawValue, code].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension Receipt.State {
  fileprivate var rank: Int {
    switch self {
    case .queued: 0
    case .sent: 1
    case .delivered, .undelivered, .failed: 2
    }
  }

  fileprivate var isFinal: Bool { rank == 2 }
}
