package import CheckIns
package import Timekeeping

/// What answers need besides the database: the house as it is configured and runs at one moment.
package struct HouseNow: Sendable {
  package struct GatewayName: Sendable {
    package var name: String
    package var provider: String
    /// Callbacks not taken since the start; nil while there was none.
    package var refused: Refused?
    package init(name: String, provider: String, refused: Refused? = nil) {
      self.name = name
      self.provider = provider
      self.refused = refused
    }
  }

  package struct Refused: Hashable, Sendable {
    package var count: Int
    /// The last one, and why.
    package var at: Instant
    package var sentence: String
    package init(count: Int, at: Instant, sentence: String) {
      self.count = count
      self.at = at
      self.sentence = sentence
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

  /// Callbacks that wait until the database can be written, and when the oldest came.
  package var spool = Spooled()

  package struct Spooled: Hashable, Sendable {
    package var count = 0
    package var since: Instant?
    package init(count: Int = 0, since: Instant? = nil) {
      self.count = count
      self.since = since
    }
  }

  package init(
    rules: Rules, presentation: Presentation, now: Instant, startedAt: Instant, version: String,
    gateways: [GatewayName], faults: [String] = [], spool: Spooled = Spooled()
  ) {
    self.rules = rules
    self.presentation = presentation
    self.now = now
    self.startedAt = startedAt
    self.version = version
    self.gateways = gateways
    self.faults = faults
    self.spool = spool
  }
}
