package import Messages
import Timekeeping

/// Whether a gateway is in order: a circuit breaker, which one message at a time tries to close.
extension Decisions {
  /// An attempt failed for now. After some in a row the gateway rests, longer each time; attempts
  /// that were under way by then count no more.
  mutating func countFailure(_ name: String, _ reason: String) {
    if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
    guard let state = slice.gateways[name], state.slowUntil.map({ $0 <= now }) ?? true else {
      return
    }
    slice.gateways.update(name) {
      $0.failuresInARow += 1
      $0.failingSince = $0.failingSince ?? now
    }
    let tries = state.failuresInARow + 1 - Limits.failuresBeforeRest
    guard tries >= 0 else { return }
    // Spread over its upper half, so that several houses do not come back to a provider at once.
    let span = min(Limits.restFirst * Int(1 << min(tries, 10)), Limits.restMost)
    let rest = span / 2 + random.span(upTo: span / 2)
    slice.gateways.update(name) { $0.slowUntil = now + rest }
    record("gateway-rests", "\(name) \(rest.milliseconds / 1000) \(reason)")
    guard let since = slice.gateways[name]?.failingSince, now - since >= Limits.failingBeforeStop
    else { return }
    gatewayStopped(name, reason: "failing \(reason)", probeAfter: rest)
  }

  /// A gateway stopped working: operators are told by another channel, once a day.
  ///
  /// - Parameter wait: until one message alone tries it again.
  mutating func gatewayStopped(
    _ name: String, reason: String, probeAfter wait: Duration = Limits.probeAfter
  ) {
    if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
    let isNew = slice.gateways[name]?.stoppedSince == nil
    slice.gateways.update(name) {
      if $0.stoppedSince == nil { $0.stoppedSince = now }
      $0.stoppedReason = reason
      $0.slowUntil = now + wait
    }
    if isNew { record("gateway-stopped", "\(name) \(reason)") }
    if let told = slice.gateways[name]?.toldAt, now - told < .hours(24) { return }
    slice.gateways.update(name) { $0.toldAt = now }
    let stoppedChannel = rules.gateways[name]?.channel
    for person in staff(.operator_) {
      var purpose = Purpose("operator-gateway", lane: .notices)
      purpose.facts = ["gateway": name, "reason": reason]
      purpose.expires = now + Limits.noticeLife
      let contacts = fitContacts(of: person)
      purpose.contact = (contacts.first { $0.channel != stoppedChannel } ?? contacts.first)?.id
      queue(purpose, to: person)
    }
  }

  /// A message arrived: what only receipts told of the gateway is over.
  mutating func gatewayDelivers(_ name: String) {
    guard slice.gateways[name]?.isStoppedByReceipt ?? false else { return }
    slice.gateways.update(name) { $0.stoppedReason = nil }
    gatewayWorks(name)
  }

  /// The gateway took a message again.
  mutating func gatewayWorks(_ name: String) {
    if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
    guard let state = slice.gateways[name] else { return }
    // It takes everything and delivers nothing: the next message tries it after a while.
    if state.isStoppedByReceipt {
      return slice.gateways.update(name) { $0.slowUntil = now + Limits.probeAfter }
    }
    if state.stoppedSince != nil { allClear(name) }
    // One write a second is enough for a time that people read.
    let stale = state.lastAcceptedAt.map { now - $0 >= .seconds(1) } ?? true
    guard stale || state.stoppedSince != nil || state.failuresInARow > 0 else { return }
    slice.gateways.update(name) {
      $0.firstAcceptedAt = $0.firstAcceptedAt ?? now
      $0.lastAcceptedAt = now
      $0.failuresInARow = 0
      $0.failingSince = nil
      $0.stoppedSince = nil
      $0.stoppedReason = nil
      $0.slowUntil = nil
    }
  }

  /// What they were told of is over.
  private mutating func allClear(_ name: String) {
    record("gateway-works", name)
    guard let state = slice.gateways[name], let since = state.stoppedSince ?? state.doubtSince,
      state.toldAt.map({ $0 >= since }) ?? false
    else { return }
    tellOperators(of: "works-again \(name)", alert: nil, avoiding: rules.gateways[name]?.channel)
  }

  /// New rules may have mended what is out of order: one message tries it at once.
  package mutating func probeStopped() {
    for name in slice.gateways.sorted.filter(\.isOnProbe).map(\.name) {
      slice.gateways.update(name) { $0.slowUntil = nil }
    }
  }

  // MARK: Another channel

  /// Some gateway of the channel is in order.
  package func isUp(_ channel: Channel) -> Bool { outage(of: channel) == nil }

  /// How badly a channel is out of order.
  package enum Outage: Int, Sendable {
    /// All its gateways failed so often that they rest.
    case resting
    /// All are stopped, or have failed for long.
    case stopped
  }

  /// Nil where something of it works, or where it has no gateway at all.
  package func outage(of channel: Channel) -> Outage? {
    outage(of: rules.routes[channel] ?? [])
  }

  /// The same of some gateways.
  func outage(of names: [String]) -> Outage? {
    let states = names.map { slice.gateways[$0] }
    guard !states.isEmpty, states.allSatisfy({ $0?.isOnProbe ?? false }) else { return nil }
    return states.allSatisfy { $0?.stoppedSince != nil } ? .stopped : .resting
  }

  /// A message that all gateways in order have refused: it goes to another channel, or waits for
  /// one that is not.
  package mutating func stranded(_ id: MessageID) {
    guard slice.messages[id]?.state == .queued, !moveToOtherChannel(id) else { return }
    slice.messages.update(id) { $0.notBefore = now + Limits.strandedWait }
  }

  /// A message that waits goes to the person's next contact of a channel that works, where its text
  /// is rendered anew; false where there is none.
  @discardableResult
  package mutating func moveToOtherChannel(_ id: MessageID) -> Bool {
    guard let message = slice.messages[id], message.pinned == nil,
      !TemplateUse.isAboutItsAddress(message.template),
      message.state == .queued || message.state == .claimed
    else { return false }
    let others = fitContacts(of: message.person).filter {
      $0.channel != message.channel && isUp($0.channel)
        && !rules.road(for: message.lane, $0.channel).isEmpty
    }
    guard let contact = others.first else { return false }
    slice.messages.update(id) {
      $0.contact = contact.id
      $0.channel = contact.channel
      $0.refusedBy = []
      $0.state = .queued
      $0.settledAt = nil
      $0.notBefore = now
    }
    record("other-contact", of: message, contact.channel.rawValue)
    return true
  }
}
