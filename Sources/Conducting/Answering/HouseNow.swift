package import CheckIns
package import Timekeeping

/// What answers need besides the database: the house as it is configured and runs at one moment.
package struct HouseNow: Sendable {
  package struct GatewayName: Sendable {
    package var name: String
    package var provider: String
    package init(name: String, provider: String) {
      self.name = name
      self.provider = provider
    }
  }

  package var rules: Rules
  package var presentation: Presentation
  package var now: Instant
  package var startedAt: Instant
  package var version: String
  /// In the order of the configuration.
  package var gateways: [GatewayName]
  /// What the running daemon itself found wrong, one sentence each.
  package var faults: [String]

  package init(
    rules: Rules, presentation: Presentation, now: Instant, startedAt: Instant, version: String,
    gateways: [GatewayName], faults: [String] = []
  ) {
    self.rules = rules
    self.presentation = presentation
    self.now = now
    self.startedAt = startedAt
    self.version = version
    self.gateways = gateways
    self.faults = faults
  }
}
