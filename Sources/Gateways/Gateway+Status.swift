package import Messages

/// What a provider says of one message when asked.
package enum StatusAnswer: Hashable, Sendable {
  case known(Receipt)
  /// The provider never got it: it may be sent again.
  case absent
  /// The answer settles nothing.
  case unclear
}

extension Gateway {
  /// The request that asks what became of a message; nil where the provider cannot be asked, or
  /// not with what is known.
  package func statusQuery(
    for message: OutgoingMessage, providerID: String?
  ) throws(GatewayFailure) -> HTTPRequest? {
    nil
  }

  package func status(in response: HTTPResponse) -> StatusAnswer { .unclear }
}
