package import Messages
package import Timekeeping

/// Something that operators were told of; they hear of it once a day at the most.
package struct Trouble: Row {
  /// What it is, as `no-receipt` or `budget-80 main-sms`.
  package var code: String
  package var toldAt: Instant

  package var key: String { code }
  package var owner: PersonID? { nil }

  package init(code: String, toldAt: Instant) {
    self.code = code
    self.toldAt = toldAt
  }
}
