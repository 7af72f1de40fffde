internal import Messages
internal import Timekeeping
internal import Reading

/// A message that a gateway sends to a number of the house's own from time to time.
package struct CanarySettings: Hashable, Sendable {
  /// E.164.
  package var to: String
  /// 15 minutes to 7 days.
  package var every: Duration
  /// One minute to `every`.
  package var within: Duration

  static let withinDefault = Duration.minutes(15)

  package var description: String {
    "to \(to) every \(ClockText.text(every)), back within \(ClockText.text(within))"
  }

  init(to: String, every: Duration, within: Duration) {
    self.to = to
    self.every = every
    self.within = within
  }

  /// Nil where something is wrong, which `faults` then says.
  init?(_ node: MarkedNode, _ faults: FaultList) {
    let form = Form(node, faults)
    let to = form.reading("to", "a telephone number of your own, as +15005550006") { text in
      text.hasPrefix("+") ? try? PhoneNumber.normalise(text, country: "US") : nil
    }
    let every = form.reading("every", "a time from 15m to 7 days (168h), as 6h") { text in
      ClockText.duration(text).flatMap { (.minutes(15) ... .hours(168)).contains($0) ? $0 : nil }
    }
    let within = form.reading("within", "a time from 1m to 24h, as 15m") { text in
      ClockText.duration(text).flatMap { (.minutes(1) ... .hours(24)).contains($0) ? $0 : nil }
    }
    form.end()
    if form.node["to"] == nil || form.node["every"] == nil {
      faults.add(node, "expected {to: NUMBER, every: TIME}, as {to: \"+15005550006\", every: 6h}")
    }
    guard let to, let every else { return nil }
    if let within, within > every, let node = form.node["within"] {
      faults.add(node, "expected no more than `every`: the next one would leave before")
    }
    self.init(to: to, every: every, within: within ?? min(Self.withinDefault, every))
  }
}
