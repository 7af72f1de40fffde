/// What a gateway answered to one attempt.
package struct Outcome: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The provider has taken the message over.
    case accepted
    /// Not taken, and nothing else should be sent to this gateway for a while.
    case slowDown = "slow_down"
    /// Provably not taken; the same message may be sent again later.
    case tryAgain = "try_again"
    /// This address can never be reached.
    case badAddress = "bad_address"
    /// The provider holds a stop from this address.
    case optedOut = "opted_out"
    /// The gateway cannot send at all until an operator mends it.
    case misconfigured
    /// This message, as it is, will never be taken (too long, forbidden content).
    case refused
    /// The request may have left, and no answer that settles it came back.
    case inDoubt = "in_doubt"
  }

  package var kind: Kind
  /// The provider's ids for the message, one a part; empty when it gives none.
  package var providerIDs: [String]
  /// How long the provider asked to be left alone, in seconds, at most one day.
  package var retryAfterSeconds: Int?
  /// A short code for ledger and journal, without personal data: `http 429`, `code 21610`,
  /// `tls certificate`.
  package var reason: String

  package init(
    _ kind: Kind, providerIDs: [String] = [], retryAfterSeconds: Int? = nil, reason: String = ""
  ) {
    self.kind = kind
    self.providerIDs = providerIDs
    self.retryAfterSeconds = retryAfterSeconds
    self.reason = reason
  }
}
