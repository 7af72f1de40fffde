import Messages

/// Attempts whose outcome has not come back, by gateway.
struct InFlight {
  private struct Attempt: Hashable {
    var message: MessageID
    var number: Int
  }

  private var counts: [String: Int] = [:]
  /// Of those that left. A message may be under way again, by another gateway, before the outcome
  /// of the attempt before comes: a receipt can be quicker.
  private var gateways: [Attempt: String] = [:]

  /// All together.
  var count: Int { counts.values.reduce(0, +) }

  subscript(gateway: String) -> Int { counts[gateway] ?? 0 }

  /// Something may leave by this gateway.
  mutating func reserve(_ gateway: String) { counts[gateway, default: 0] += 1 }

  /// It did not, or its outcome came.
  mutating func release(_ gateway: String) { counts[gateway] = max(0, self[gateway] - 1) }

  /// What there was room for has left.
  mutating func depart(_ message: MessageID, _ attempt: Int, by gateway: String) {
    gateways[Attempt(message: message, number: attempt)] = gateway
  }

  /// Its outcome came; answers the gateway it left by, nil for one that is not under way.
  mutating func land(_ message: MessageID, _ attempt: Int) -> String? {
    let gateway = gateways.removeValue(forKey: Attempt(message: message, number: attempt))
    if let gateway { release(gateway) }
    return gateway
  }
}
