import Messages
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
    let rest = min(Limits.restFirst * Int(1 << min(tries, 10)), Limits.restMost)
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
    if state.stoppedSince != nil { record("gateway-works", name) }
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
}
