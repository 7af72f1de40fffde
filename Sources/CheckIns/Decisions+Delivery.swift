package import Messages
import Timekeeping

extension Decisions {
  /// What a gateway answered to an attempt. Anything but the attempt in force is old news.
  package mutating func outcome(_ id: MessageID, attempt: Int, _ outcome: Outcome) {
    guard let message = slice.messages[id], message.attempt == attempt,
      message.state == .claimed || message.state == .inDoubt
    else { return record("outcome-late", message: id, outcome.kind.rawValue) }
    record(
      outcome.kind.rawValue, person: message.person, checkIn: message.checkIn,
      alert: message.alert, message: id,
      "\(message.gateway ?? "-") #\(attempt) \(outcome.reason)")
    if outcome.kind != .accepted, outcome.kind != .inDoubt { giveBack(message) }
    switch outcome.kind {
    case .accepted: accepted(id, providerID: outcome.providerIDs.first)
    case .slowDown: slowDown(message, outcome)
    case .tryAgain: tryAgain(message, outcome)
    case .badAddress: badAddress(message)
    case .optedOut: optedOutAtProvider(message)
    case .misconfigured: misconfigured(message, outcome)
    case .refused: refused(message, outcome)
    case .inDoubt: inDoubt(message, outcome)
    }
  }

  /// Taken over by a gateway: a prompt is asked from now on, a nudge or notice starts its wait.
  mutating func accepted(_ id: MessageID, providerID: String?) {
    slice.messages.update(id) {
      $0.state = .accepted
      $0.settledAt = now
      $0.providerID = providerID ?? $0.providerID
      $0.lastReason = nil
    }
    guard let message = slice.messages[id] else { return }
    if let gateway = message.gateway { gatewayWorks(gateway) }
    noteOwed(message)
    wentOut(message)
  }

  private mutating func wentOut(_ message: Message) {
    if let id = message.checkIn, message.lane == .prompts { asked(id, by: message) }
    if let id = message.checkIn, isNudgeInForce(message) { stepSettled(id, nudged: true) }
    noticeSettled(message, arrived: true)
  }

  /// The ladder waits for this nudge; not so once the next step is armed.
  private func isNudgeInForce(_ message: Message) -> Bool {
    guard message.lane == .nudges, let id = message.checkIn, let checkIn = slice.checkIns[id] else {
      return false
    }
    return message.facts["step"] == String(checkIn.step)
  }

  private mutating func asked(_ id: CheckInID, by message: Message) {
    guard let checkIn = slice.checkIns[id], checkIn.prompt == message.id else { return }
    // A reply can be quicker than the gateway's answer: what was heard stays heard.
    guard checkIn.state == .asking, let plan = plan(checkIn.planDigest) else {
      return slice.checkIns.update(id) { $0.askedAt = $0.askedAt ?? now }
    }
    slice.checkIns.update(id) {
      $0.state = .asked
      $0.askedAt = now
    }
    record("asked", person: checkIn.person, checkIn: id, message: message.id)
    arm(id, plan: plan)
  }

  private mutating func slowDown(_ message: Message, _ outcome: Outcome) {
    let wait = Duration.seconds(Int64(max(1, min(outcome.retryAfterSeconds ?? 30, 86400))))
    if let name = message.gateway { pauseGateway(name, until: now + wait) }
    requeue(message, notBefore: now + wait, outcome.reason)
  }

  mutating func pauseGateway(_ name: String, until instant: Instant) {
    if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
    slice.gateways.update(name) { $0.slowUntil = max($0.slowUntil ?? instant, instant) }
  }

  /// 5 s doubling to 15 min, each spread over its upper half.
  private mutating func tryAgain(_ message: Message, _ outcome: Outcome) {
    let doublings = min(message.attempt - 1, 10)
    let span = min(Limits.retryFirst * Int(1 << max(0, doublings)), Limits.retryMost)
    let jitter = random.span(upTo: span / 2)
    let asked = Duration.seconds(Int64(min(outcome.retryAfterSeconds ?? 0, 86400)))
    if let name = message.gateway { countFailure(name, outcome.reason) }
    requeue(message, notBefore: now + max(span / 2 + jitter, asked), outcome.reason)
  }

  mutating func requeue(_ message: Message, notBefore: Instant, _ reason: String) {
    if let end = message.expiresAt, notBefore >= end {
      return lost(message.id, .expired, reason)
    }
    if isTriedInVain(message), moveToOtherChannel(message.id) { return }
    slice.messages.update(message.id) {
      $0.state = .queued
      $0.settledAt = nil
      $0.notBefore = notBefore
      $0.lastReason = reason
    }
  }

  /// Every gateway of the channel was tried, and what it is about cannot wait for them; or nothing
  /// of the channel works.
  private func isTriedInVain(_ message: Message) -> Bool {
    let road = rules.road(for: slice.messages[message.id] ?? message)
    let outage = outage(of: road)
    if outage == .stopped { return true }
    guard message.lane <= .notices else { return false }
    // A gateway that refused it does not wait for the others: the sweep of a channel misses it.
    if outage == .resting, slice.messages[message.id]?.refusedBy.isEmpty == false { return true }
    return message.attempt >= Limits.triesPerGateway * max(1, road.count)
  }

  /// This gateway will never take it; another of the channel that is in order may.
  private mutating func refused(_ message: Message, _ outcome: Outcome) {
    guard goesByAnother(message) else {
      return lost(message.id, .failed, "refused " + outcome.reason)
    }
    requeue(message, notBefore: now, outcome.reason)
  }

  /// Notes that its gateway will never take it; false where no other of the channel is in order.
  mutating func goesByAnother(_ message: Message) -> Bool {
    guard message.pinned == nil, let name = message.gateway else { return false }
    slice.messages.update(message.id) {
      if !$0.refusedBy.contains(name) { $0.refusedBy.append(name) }
    }
    guard let noted = slice.messages[message.id] else { return false }
    return rules.road(for: noted).contains { !(slice.gateways[$0]?.isOnProbe ?? false) }
  }

  private mutating func misconfigured(_ message: Message, _ outcome: Outcome) {
    if let name = message.gateway { gatewayStopped(name, reason: outcome.reason) }
    // No other gateway may take it.
    if message.pinned != nil {
      return lost(message.id, .failed, "misconfigured " + outcome.reason)
    }
    requeue(message, notBefore: now, outcome.reason)
  }

  private mutating func badAddress(_ message: Message) {
    markBad(message.contact, .provider)
    lost(message.id, .failed, "bad-address")
  }

  private mutating func optedOutAtProvider(_ message: Message) {
    stopContact(message.contact, why: "provider")
    lost(message.id, .failed, "opted-out")
  }

  /// A message came to a bad end: another contact is tried, else whatever it was for must go on
  /// without it.
  mutating func lost(_ id: MessageID, _ state: Message.State, _ reason: String) {
    slice.messages.update(id) {
      $0.state = state
      $0.settledAt = now
      $0.lastReason = reason
    }
    guard let message = slice.messages[id] else { return }
    if state != .expired, goesToOtherContact(message) { return }
    record(
      state == .expired ? "expired" : "lost", person: message.person, checkIn: message.checkIn,
      alert: message.alert, message: id, reason)
    // One in doubt for good may have arrived: a question is not put twice.
    let mayDouble = state == .held && (message.lane == .prompts || message.lane == .nudges)
    if state != .expired, !mayDouble, tryOtherContact(message) { return }
    if let checkIn = message.checkIn, message.lane == .prompts { giveUpAsking(checkIn, reason) }
    if let checkIn = message.checkIn, isNudgeInForce(message) {
      stepSettled(checkIn, nudged: false)
    }
    noticeSettled(message, arrived: false)
    // There is only ever one, and nothing else goes to somebody who has not said yes.
    if TemplateUse.isInvitation(message.template) {
      tellOperators(of: "invitation-lost", alert: nil, avoiding: message.channel)
    }
  }

  /// The person's next contact, where there is one that was not tried for this yet.
  private mutating func tryOtherContact(_ message: Message) -> Bool {
    let isQuestion = message.lane == .prompts || message.lane == .nudges
    // Nobody is asked again what is over.
    if message.lane == .prompts, let id = message.checkIn, slice.checkIns[id]?.state != .asking {
      return false
    }
    let tried = tried(for: message)
    let rest = fitContacts(of: message.person).filter {
      !tried.contains($0.id) && (!isQuestion || mayAsk($0.channel))
    }
    guard let contact = rest.first, message.checkIn != nil || message.alert != nil else {
      return false
    }
    var purpose = Purpose(message.template, lane: message.lane)
    purpose.checkIn = message.checkIn
    purpose.alert = message.alert
    purpose.facts = message.matter
    purpose.facts[Message.triedFact] = tried.map { String($0.rawValue) }.joined(separator: " ")
    purpose.contact = contact.id
    purpose.expires = message.expiresAt
    guard let id = queue(purpose, to: message.person) else { return false }
    if let code = message.code { slice.messages.update(id) { $0.code = code } }
    if let checkIn = message.checkIn, message.lane == .prompts {
      slice.checkIns.update(checkIn) { $0.prompt = id }
    }
    record(
      "other-contact", person: message.person, checkIn: message.checkIn,
      alert: message.alert, message: id, contact.channel.rawValue)
    return true
  }

  /// Contacts that were tried in vain, this message's own among them.
  private func tried(for message: Message) -> [ContactID] {
    let before = message.facts[Message.triedFact]?.split(separator: " ").compactMap { Int64($0) }
    return (before ?? []).map(ContactID.init(rawValue:)) + [message.contact]
  }

  /// What is about no check-in and no alert (a human's words, what operators are told) goes as it
  /// is to the person's next contact; false where there is none, or it answers at its contact only.
  private mutating func goesToOtherContact(_ message: Message) -> Bool {
    guard message.checkIn == nil, message.alert == nil, message.lane == .notices,
      message.pinned == nil
    else { return false }
    let tried = tried(for: message)
    guard let contact = fitContacts(of: message.person).first(where: { !tried.contains($0.id) })
    else { return false }
    slice.messages.update(message.id) {
      $0.contact = contact.id
      $0.channel = contact.channel
      $0.refusedBy = []
      $0.facts[Message.triedFact] = tried.map { String($0.rawValue) }.joined(separator: " ")
      $0.state = .queued
      $0.settledAt = nil
      $0.receiptAt = nil
      $0.receiptState = nil
      $0.notBefore = now
    }
    record("other-contact", of: message, contact.channel.rawValue)
    return true
  }

  /// The text that leaves with this attempt, kept sealed.
  package mutating func rendered(_ id: MessageID, text: String) {
    slice.messages.update(id) { $0.body = text }
    guard let message = slice.messages[id] else { return }
    if let gateway = message.gateway { spend(gateway, message, text: text) }
    record(
      "claimed", person: message.person, checkIn: message.checkIn, alert: message.alert,
      message: id, "\(message.gateway ?? "-") #\(message.attempt)")
  }

  /// A message without words: ours to mend, and it blocks nothing.
  package mutating func unrenderable(_ id: MessageID, _ code: String) {
    lost(id, .failed, "unrenderable " + code)
    tellOperators(of: "unrenderable", alert: nil)
  }

  package func hasReply(gateway: String, _ providerID: String) -> Bool {
    slice.replies.elements.contains {
      $0.gateway == gateway && $0.providerID == providerID
    }
  }
}
