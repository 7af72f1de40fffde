import CheckIns
import Timekeeping

/// How fast messages may leave now, by gateway and by sender: the operator's rates, and what
/// providers' own answers ask for. Kept in memory only; a start begins with empty buckets.
struct Pacing {
  private enum Key: Hashable {
    case gateway(String)
    case sender(String)
  }

  private var buckets: [Key: TokenBucket] = [:]
  private var windows: [String: Window] = [:]

  /// How many attempts a provider that asked to slow down bears at once: halved when it asks,
  /// grown by one for each round that it takes (as TCP does, RFC 5681, section 3.1).
  private struct Window {
    var size: Double
    var cutAt: Instant
  }

  /// From when the gateway may take one more; nil where it may now.
  func wait(_ name: String, _ rules: Rules, now: Instant) -> Instant? {
    paces(name, rules).compactMap { key, pace in
      guard let bucket = buckets[key], bucket.pace == pace, !bucket.isOpen(at: now) else {
        return nil
      }
      return bucket.opens
    }.max()
  }

  mutating func take(_ name: String, _ rules: Rules, now: Instant) {
    for (key, pace) in paces(name, rules) {
      if buckets[key]?.pace != pace { buckets[key] = TokenBucket(pace) }
      buckets[key]?.take(at: now)
    }
  }

  /// What was taken for a message that then did not leave.
  mutating func giveBack(_ name: String, _ rules: Rules) {
    for (key, _) in paces(name, rules) { buckets[key]?.giveBack() }
  }

  private func paces(_ name: String, _ rules: Rules) -> [(Key, Pace)] {
    guard let traits = rules.gateways[name] else { return [] }
    var found: [(Key, Pace)] = []
    if let pace = traits.pace { found.append((.gateway(name), pace)) }
    if let sender = traits.sender, let pace = rules.senderPaces[sender] {
      found.append((.sender(sender), pace))
    }
    return found
  }

  // MARK: What providers ask for

  /// Attempts that may be unsettled at once, at most `most`.
  func room(_ name: String, most: Int) -> Int {
    windows[name].map { min(most, Int($0.size)) } ?? most
  }

  /// Many answers of one moment say it once.
  mutating func slowedDown(_ name: String, inFlight: Int, now: Instant) {
    if let window = windows[name], now - window.cutAt < .seconds(1) { return }
    windows[name] = Window(size: max(1, Double(inFlight) / 2), cutAt: now)
  }

  mutating func accepted(_ name: String, most: Int) {
    guard let window = windows[name] else { return }
    let grown = window.size + 1 / window.size
    windows[name] = grown >= Double(most) ? nil : Window(size: grown, cutAt: window.cutAt)
  }
}
