package import Timekeeping

extension Decisions {
  /// The daemon was down from `from` until now: what replies may be lost on which road.
  ///
  /// - Parameter keptCallbacks: it was there, but could write nothing down; what came by callbacks
  ///   is here all the same, and only what is listed or fetched was not heard.
  package mutating func wasDown(from: Instant, keptCallbacks: Bool = false) {
    for name in rules.gateways.keys.sorted() {
      guard let traits = rules.gateways[name], traits.canReceive, !traits.isProved,
        traits.listsReplies || !keptCallbacks
      else { continue }
      if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
      slice.gateways.update(name) {
        $0.deafUntil = traits.listsReplies ? .distantFuture : now
        $0.deafSince = now
        $0.outages += 1
      }
    }
    // One that came meanwhile may be lost: another is sent.
    for state in slice.gateways.sorted where state.canaryOwedSince != nil {
      slice.gateways.update(state.name) {
        $0.canaryOwedSince = nil
        $0.canaryAt = nil
      }
    }
    mayWait(since: from)
    record(
      keptCallbacks ? "wrote-nothing" : "was-down",
      "from \(from.milliseconds) until \(now.milliseconds)")
  }

  /// Nobody listened since then, however short that was: providers that can list replies are to be
  /// asked. The earliest such moment holds until one has answered, over any number of starts.
  package mutating func mayWait(since: Instant) {
    for name in rules.gateways.keys.sorted() where rules.gateways[name]?.listsReplies == true {
      if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
      slice.gateways.update(name) {
        $0.unreadSince = min($0.unreadSince ?? since, since)
        $0.outages += 1
      }
    }
  }

  /// At a start and with new rules. Roads that were to be fetched and are not any more: nobody will
  /// say that all was read. Of gateways that are gone nothing is known any more: doubts about them
  /// end, and what was asked there until now proves no silence if one of that name comes back.
  package mutating func listensNoMore() {
    for state in slice.gateways.sorted {
      let traits = rules.gateways[state.name]
      if traits?.listsReplies != true, state.deafUntil == .distantFuture || state.unreadSince != nil
      {
        slice.gateways.update(state.name) {
          if $0.deafUntil == .distantFuture { $0.deafUntil = now }
          $0.deafSince = nil
          $0.unreadSince = nil
        }
      }
      if traits == nil { forgetDoubt(of: state.name) }
    }
  }

  private mutating func forgetDoubt(of name: String) {
    guard let state = slice.gateways[name],
      state.doubtSince != nil || state.unreceipted > 0 || state.unreplied > 0
    else { return }
    slice.gateways.update(name) {
      if $0.doubtSince != nil { $0.deafUntil = max($0.deafUntil ?? now, now) }
      ($0.doubtSince, $0.doubtReason) = (nil, nil)
      ($0.unreceipted, $0.unreceiptedSince) = (0, nil)
      ($0.unreplied, $0.unrepliedSince) = (0, nil)
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
      $0.outages += 1
    }
    record("unheard", "\(name) \(reason)")
    tellOperators(of: "unheard \(name)", alert: nil)
  }

  /// The provider has listed what arrived meanwhile, and all of it was taken in.
  ///
  /// - Parameter outages: how many there had been when it was asked. Where another began since, the
  ///   list does not cover it, and the road waits for the next.
  package mutating func caughtUp(_ gateway: String, outages: Int) {
    guard let state = slice.gateways[gateway] else { return }
    guard state.outages == outages else { return record("caught-up-early", gateway) }
    if state.unreadSince != nil { slice.gateways.update(gateway) { $0.unreadSince = nil } }
    guard state.deafUntil != nil else { return }
    slice.gateways.update(gateway) {
      $0.deafUntil = nil
      $0.deafSince = nil
    }
    record("caught-up", gateway)
  }
}
