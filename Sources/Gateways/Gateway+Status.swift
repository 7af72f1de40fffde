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
  /// only by an id that is not known.
  package func statusQuery(
    for message: OutgoingMessage, providerID: String?
  ) throws(GatewayFailure) -> HTTPRequest? {
    guard let status = definition.status else { return nil }
    let needsID = status.request.texts.contains { $0.uses(.providerID) }
    if needsID, providerID?.isEmpty ?? true { return nil }
    var values = values
    values.message = message
    values.providerID = providerID ?? ""
    return try RequestBuilder(spec: status.request, values: values).request()
  }

  /// What the answer to `statusQuery` says.
  package func status(
    in response: HTTPResponse, for message: OutgoingMessage, providerID: String?
  ) -> StatusAnswer {
    guard let status = definition.status else { return .unclear }
    let view = WireView(response: response)
    if !status.absent.isEmpty, status.absent.allSatisfy({ $0.holds(in: view) }) { return .absent }
    guard (200..<300).contains(response.status), let items = view.items(status.receipt.each),
      let item = items.first
    else { return .unclear }
    let reader = CallbackReader(channel: message.channel, normalise: { _ in nil })
    var asked = item
    asked.query.append(Parameter(name: "ref", value: message.reference))
    guard var receipt = reader.receipt(status.receipt, asked) else { return .unclear }
    receipt.providerID = receipt.providerID ?? providerID
    return .known(receipt)
  }
}
