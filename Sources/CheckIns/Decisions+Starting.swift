package import Timekeeping

extension Decisions {
  /// The daemon was down from `from` until now: what replies may be lost on which road.
  package mutating func wasDown(from: Instant) {
    for name in rules.gateways.keys.sorted() {
      guard let traits = rules.gateways[name], traits.canReceive, !traits.isProved else { continue }
      if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
      slice.gateways.update(name) {
        $0.deafUntil = traits.listsReplies ? .distantFuture : now
        $0.deafSince = now
      }
    }
    mayWait(since: from)
    record("was-down", "from \(from.milliseconds) until \(now.milliseconds)")
  }

  /// Nobody listened since then, however short that was: providers that can list replies are to be
  /// asked. The earliest such moment holds until one has answered, over any number of starts.
  package mutating func mayWait(since: Instant) {
    for name in rules.gateways.keys.sorted() where rules.gateways[name]?.listsReplies == true {
      if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
      slice.gateways.update(name) { $0.unreadSince = min($0.unreadSince ?? since, since) }
    }
  }

  /// Roads that were to be fetched and are not any more: nobody will say that all was read.
  package mutating func listensNoMore() {
    for state in slice.gateways.sorted
    where state.deafUntil == .distantFuture && rules.gateways[state.name]?.listsReplies != true {
      slice.gateways.update(state.name) {
        $0.deafUntil = now
        $0.deafSince = nil
      }
    }
  }

  /// What people answer on this road cannot be read: nobody counts as silent meanwhile, and the
  /// operators are told.
  package mutating func unheard(_ name: String, reason: String) {
    if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
    guard slice.gateways[name]?.deafUntil != .distantFuture else { return }
    slice.gateways.update(name) {
      $0.deafUntil = .distantFuture
      $0.deafSince = now
    }
    record("unheard", "\(name) \(reason)")
    tellOperators(of: "unheard \(name)", alert: nil)
  }

  /// The provider has listed what arrived meanwhile, and all of it was taken in.
  package mutating func caughtUp(_ gateway: String) {
    guard let state = slice.gateways[gateway] else { return }
    if state.unreadSince != nil { slice.gateways.update(gateway) { $0.unreadSince = nil } }
    guard state.deafUntil != nil else { return }
    slice.gateways.update(gateway) {
      $0.deafUntil = nil
      $0.deafSince = nil
    }
    record("caught-up", gateway)
  }
}
