package import Messages

/// Why no request could be made for a message: nothing has left the machine.
package struct GatewayFailure: Error, Hashable, CustomStringConvertible {
  /// What it means for the message: `misconfigured`, `badAddress` or `refused`.
  package var kind: Outcome.Kind
  /// One plain sentence without personal data.
  package var sentence: String

  package init(_ kind: Outcome.Kind, _ sentence: String) {
    self.kind = kind
    self.sentence = sentence
  }
  package var description: String { sentence }
}

/// Something wrong with how a gateway is set up, for `kith check`.
package struct GatewayFault: Hashable, Sendable, CustomStringConvertible {
  /// The setting it is about, `from`, or nil for the gateway as a whole.
  package var setting: String?
  /// One plain sentence.
  package var sentence: String

  package var description: String { sentence }
}
