package import Messages

/// What one page of a provider's list says.
package struct Listing: Hashable, Sendable {
  package var replies: [IncomingReply]
  /// What to begin the next question with; nil where the provider has nothing of the kind, or there
  /// was nothing new.
  package var cursor: String?
  package var next: HTTPRequest?
}

extension Gateway {
  /// The request that asks the provider what arrived since then; nil where it cannot be asked.
  /// What comes back may begin earlier: replies are known by their ids.
  ///
  /// - Parameters:
  ///   - cursor: Up to where the list was read (`Listing.cursor`); empty the first time.
  ///   - held: The provider may keep the question open until something arrives.
  package func listing(sinceMilliseconds: Int64, cursor: String = "", held: Bool = false)
    throws(GatewayFailure) -> HTTPRequest?
  {
    guard let list = definition.list else { return nil }
    var values = values
    values.cursor = cursor
    values.since = Stamp.text(milliseconds: sinceMilliseconds, list.sinceForm)
    values.hold = held ? list.hold ?? 0 : 0
    var request = try RequestBuilder(spec: list.request, values: values).request()
    request.isList = true
    request.heldSeconds = values.hold
    return request
  }

  /// The replies on one page, and the request for the next page, which never leaves the host of
  /// `request`.
  package func replies(
    inListing response: HTTPResponse, of request: HTTPRequest,
    normalise: @escaping (String) -> String? = { _ in nil }
  ) throws(CallbackFault) -> Listing {
    guard let list = definition.list else {
      throw CallbackFault(.notExpected, "provider \(definition.name) cannot be asked what arrived")
    }
    let view = WireView(response: response)
    guard (200..<300).contains(response.status) else {
      throw CallbackFault(
        .unreadable, "asked what arrived, the provider answered \(response.status)")
    }
    guard view.json != nil, view.items(list.reply.each) != nil else {
      throw CallbackFault(.unreadable, "asked what arrived, the provider's answer has no such list")
    }
    // Where a list may be missing, only this tells an answer from something else.
    if list.reply.each?.hasStar ?? false, !list.cursor.isEmpty, list.cursor.text(in: view) == nil {
      throw CallbackFault(.unreadable, "asked what arrived, the provider's answer has no cursor")
    }
    let reader = reader(normalise)
    var next: HTTPRequest?
    if let place = list.next.text(in: view), let url = Self.follow(place, from: request.url),
      url != request.url
    {
      next = request
      next?.url = url
    }
    return Listing(
      replies: reader.replies(list.reply, view), cursor: Self.cursor(list, view), next: next)
  }

  private static func cursor(_ list: ListSpec, _ view: WireView) -> String? {
    let items = view.items(list.reply.each) ?? []
    let texts = items.compactMap { list.cursor.text(in: $0) }
    let numbers = texts.compactMap { Int64($0) }
    if let highest = numbers.max(), numbers.count == texts.count {
      return String(highest.addingReportingOverflow(Int64(list.cursorStep)).partialValue)
    }
    return texts.last ?? list.cursor.text(in: view)
  }

  /// An address from the answer, absolute or from the root, on the host that was asked.
  private static func follow(_ place: String, from url: String) -> String? {
    let asked = CallbackURL(url)
    let origin = asked.scheme + "://" + asked.host + asked.port
    if place.hasPrefix("/"), !place.hasPrefix("//") {
      return origin + PercentEncoding.literal(place)
    }
    let found = CallbackURL(place)
    guard place.hasPrefix(asked.scheme + "://"), found.host == asked.host, found.port == asked.port
    else { return nil }
    return PercentEncoding.literal(place)
  }
}
