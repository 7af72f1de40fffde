package import Messages
package import Timekeeping

/// A trouble of ours that operators were told of, by its code: they hear of each once a day at the
/// most, whoever else is hit by it.
package struct Trouble: Row {
  package var code: String
  package var toldAt: Instant

  package var key: String { code }
  package var owner: PersonID? { nil }

  package init(code: String, toldAt: Instant) {
    self.code = code
    self.toldAt = toldAt
  }
}
