package import Messages

extension Gateway {
  /// The request that asks the provider what arrived since then; nil where it cannot be asked.
  package func listing(sinceMilliseconds: Int64) throws(GatewayFailure) -> HTTPRequest? {
    nil
  }

  /// The replies on one page, and the request for the next page.
  package func replies(
    inListing response: HTTPResponse, of request: HTTPRequest
  ) throws(CallbackFault) -> (replies: [IncomingReply], next: HTTPRequest?) {
    ([], nil)
  }
}
