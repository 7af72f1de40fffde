/// Why something could not be sealed, opened or verified. Never names a secret or what was sealed.
package struct SealingFailure: Error, Hashable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// A key has the wrong length.
    case badKey
    /// The bytes were not sealed with this key, for this place, or were changed since.
    case cannotOpen
    /// A link's token is not one of ours.
    case forged
    /// A link's token was ours and its time is over.
    case expired
  }

  package var kind: Kind
  /// One plain sentence: what, where, and what was expected.
  package var description: String

  package init(_ kind: Kind, _ sentence: String) {
    self.kind = kind
    self.description = sentence
  }
}
