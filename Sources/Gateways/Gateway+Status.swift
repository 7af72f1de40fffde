package import Messages

/// What a provider says of one message when asked.
package enum StatusAnswer: Hashable, Sendable {
  /// These of its messages can be the one; where it is asked by reference or id, one.
  case known([Receipt])
  /// The provider never got it: it may be sent again.
  case absent
  /// The answer settles nothing.
  case unclear
}

extension Gateway {
  /// The provider can be asked about a message whose id nobody knows.
  package var answersDoubts: Bool {
    guard let status = definition.status else { return false }
    return !status.request.texts.contains { $0.uses(.providerID) }
  }

  /// The request that asks what became of a message; nil where the provider cannot be asked, or
  /// only by an id that is not known.
  ///
  /// - Parameter sinceMilliseconds: when it was sent, at the earliest.
  package func statusQuery(
    for message: OutgoingMessage, providerID: String?, sinceMilliseconds: Int64 = 0
  ) throws(GatewayFailure) -> HTTPRequest? {
    guard let status = definition.status else { return nil }
    if !answersDoubts, providerID?.isEmpty ?? true { return nil }
    return try RequestBuilder(
      spec: status.request, values: asking(message, providerID, sinceMilliseconds, status)
    ).request()
  }

  private func asking(
    _ message: OutgoingMessage, _ providerID: String?, _ since: Int64, _ status: StatusSpec
  ) -> Values {
    var values = values
    values.message = message
    values.providerID = providerID ?? ""
    values.since = Stamp.text(milliseconds: since, status.sinceForm)
    return values
  }

  /// What the answer to `statusQuery` says.
  package func status(
    in response: HTTPResponse, for message: OutgoingMessage, providerID: String?,
    sinceMilliseconds: Int64 = 0
  ) -> StatusAnswer {
    guard let status = definition.status else { return .unclear }
    let view = WireView(response: response)
    if !status.absent.isEmpty, status.absent.allSatisfy({ $0.holds(in: view) }) { return .absent }
    guard (200..<300).contains(response.status), let items = view.items(status.receipt.each) else {
      return .unclear
    }
    if let list = status.list {
      let values = asking(message, providerID, sinceMilliseconds, status)
      return MessageListReader(
        spec: status.receipt, list: list, message: message, since: sinceMilliseconds,
        receiver: list.toIs.filled(values)
      ).answer(items, more: list.next.text(in: view) != nil)
    }
    let reader = CallbackReader(channel: message.channel, normalise: { _ in nil })
    guard var asked = items.first else { return .unclear }
    asked.query.append(Parameter(name: "ref", value: message.reference))
    guard var receipt = reader.receipt(status.receipt, asked) else { return .unclear }
    receipt.providerID = receipt.providerID ?? providerID
    return .known([receipt])
  }
}

/// Finds one message in a provider's list of those to its receiver.
private struct MessageListReader {
  let spec: ReceiptSpec
  let list: StatusSpec.MessageList
  let message: OutgoingMessage
  let since: Int64
  let receiver: String

  /// How far the provider's clock may be behind ours; its times may also be whole seconds.
  static let slackMilliseconds: Int64 = 5_000

  /// - Parameter more: the list goes on.
  func answer(_ items: [WireView], more: Bool) -> StatusAnswer {
    let times = items.map(created)
    let stamps = times.compactMap(\.self)
    guard stamps.count == times.count else { return .unclear }
    let start = since - Self.slackMilliseconds
    let fresh = zip(items, stamps).filter { item, time in
      time >= start && list.to.text(in: item) == receiver
    }.map(\.0)
    let reader = CallbackReader(channel: message.channel, normalise: { _ in nil })
    let same = fresh.filter { Self.plain(list.text.text(in: $0) ?? "") == Self.plain(message.text) }
    let receipts = same.compactMap { reader.receipt(spec, $0) }
    if !receipts.isEmpty { return .known(receipts) }
    // What went to them at the time, in other words or in a state nobody knows, may be it.
    guard fresh.isEmpty else { return .unclear }
    // Newest first, and older ones are on it: nothing of that time is on a later page.
    let reaches = stamps == stamps.sorted(by: >) && (stamps.last.map { $0 < start } ?? false)
    return more && !reaches ? .unclear : .absent
  }

  private func created(_ item: WireView) -> Int64? {
    list.createdAt.text(in: item).flatMap { Stamp.milliseconds($0, list.createdForm) }
  }

  /// Providers trim and fold white space.
  private static func plain(_ text: String) -> [Substring] {
    text.split(whereSeparator: \.isWhitespace)
  }
}
