import CheckIns
import Messages
import Timekeeping

/// Which gateway a queued message may take now.
struct Roads {
  let rules: Rules
  let slice: Slice
  let now: Instant

  /// The first gateway of the route that is in order; after some tries in vain, the next one; nil
  /// while none has room.
  func gateway(for entry: ReadyQueue.Entry, inFlight: [String: Int]) -> String? {
    let usable = rules.road(for: entry.lane, entry.channel).filter(isUsable)
    guard !usable.isEmpty else { return nil }
    let name = usable[(entry.attempt / Limits.triesPerGateway) % usable.count]
    return (inFlight[name] ?? 0) < room(name) ? name : nil
  }

  private func isUsable(_ name: String) -> Bool {
    guard let state = slice.gateways[name], let until = state.slowUntil else { return true }
    return until <= now
  }

  /// One message alone tries a gateway that was out of order.
  private func room(_ name: String) -> Int {
    slice.gateways[name]?.stoppedSince == nil ? rules.gateways[name]?.inFlight ?? 256 : 1
  }
}
