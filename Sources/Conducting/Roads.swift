import CheckIns
import Messages
import Timekeeping

/// Which gateway a queued message may take now.
struct Roads {
  let rules: Rules
  let slice: Slice
  let now: Instant

  enum Choice: Hashable {
    case take(String)
    /// Its gateway has no room, and another of the channel may: others behind it may go.
    case full
    /// Nothing more may leave here before then.
    case paced(until: Instant)
    /// No gateway of the channel can take anything now.
    case none
    /// Those that can take anything now have refused this one.
    case stranded
  }

  /// The first gateway of the route that is in order; after some tries in vain, the next one. What
  /// is urgent waits for no rate.
  func choice(for entry: ReadyQueue.Entry, inFlight: InFlight, _ pacing: Pacing) -> Choice {
    if let name = entry.pinned { return choice(pinnedTo: name, entry.lane, inFlight, pacing) }
    // No closures: they would copy rules and slice for each message.
    var usable: [String] = []
    for name in rules.road(for: entry.lane, entry.channel)
    where isUsable(name) && !entry.refusedBy.contains(name) {
      usable.append(name)
    }
    guard !usable.isEmpty else { return entry.refusedBy.isEmpty ? .none : .stranded }
    if entry.lane == .prompts || entry.lane == .nudges { usable = affordable(of: usable) }
    let name = usable[(entry.attempt / Limits.triesPerGateway) % usable.count]
    guard hasRoom(name, inFlight, pacing) else {
      for other in usable where hasRoom(other, inFlight, pacing) {
        // A call for help waits for no gateway that is busy while another is not.
        return entry.lane == .urgent ? .take(other) : .full
      }
      return entry.refusedBy.isEmpty ? .none : .full
    }
    if entry.lane != .urgent, let until = pacing.wait(name, rules, now: now) {
      return .paced(until: until)
    }
    return .take(name)
  }

  /// A gateway that is out of order is tried all the same: that is what the message is for.
  private func choice(
    pinnedTo name: String, _ lane: Lane, _ inFlight: InFlight, _ pacing: Pacing
  ) -> Choice {
    guard rules.gateways[name] != nil, hasRoom(name, inFlight, pacing) else { return .none }
    if lane != .urgent, let until = pacing.wait(name, rules, now: now) {
      return .paced(until: until)
    }
    return .take(name)
  }

  private func hasRoom(_ name: String, _ inFlight: InFlight, _ pacing: Pacing) -> Bool {
    inFlight[name] < room(name, pacing)
  }

  /// Those with budget left; where all have spent it, the decisions say what becomes of it.
  private func affordable(of names: [String]) -> [String] {
    var left: [String] = []
    for name in names where !isSpent(name) { left.append(name) }
    return left.isEmpty ? names : left
  }

  private func isSpent(_ name: String) -> Bool {
    guard let budget = rules.gateways[name]?.budget, let state = slice.gateways[name] else {
      return false
    }
    return state.segments(in: now.month) >= budget
  }

  private func isUsable(_ name: String) -> Bool {
    guard let state = slice.gateways[name], let until = state.slowUntil else { return true }
    return until <= now
  }

  /// One message alone tries a gateway that was out of order.
  private func room(_ name: String, _ pacing: Pacing) -> Int {
    if slice.gateways[name]?.isOnProbe ?? false { return 1 }
    return pacing.room(name, most: rules.gateways[name]?.inFlight ?? 256)
  }
}
