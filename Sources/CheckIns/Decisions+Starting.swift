package import Timekeeping

extension Decisions {
  /// The daemon was down from `from` until now: what replies may be lost on which road.
  package mutating func wasDown(from: Instant) {
    for name in rules.gateways.keys.sorted() {
      guard let traits = rules.gateways[name], traits.canReceive, !traits.isProved else { continue }
      if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
      slice.gateways.update(name) { $0.deafUntil = traits.listsReplies ? .distantFuture : now }
    }
    record("was-down", "from \(from.milliseconds) until \(now.milliseconds)")
  }

  /// The provider has listed what arrived meanwhile, and all of it was taken in.
  package mutating func caughtUp(_ gateway: String) {
    guard slice.gateways[gateway]?.deafUntil != nil else { return }
    slice.gateways.update(gateway) { $0.deafUntil = nil }
    record("caught-up", gateway)
  }
}
