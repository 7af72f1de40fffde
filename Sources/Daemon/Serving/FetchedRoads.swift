internal import Gateways
internal import Messages
internal import Timekeeping
internal import Transport

/// The roads of a configuration whose replies are fetched.
struct FetchedRoads {
  let configuration: Configuration
  let carrier: Carrier
  /// Where a provider's list begins that was never read.
  let since: Instant

  var all: [FetchedRoad] { configuration.gateways.compactMap { mailbox($0) ?? list($0) } }

  // MARK: Mailboxes

  private func mailbox(_ gateway: ConfiguredGateway) -> FetchedRoad? {
    guard let options = gateway.settings.imap else { return nil }
    var limits = TransportLimits()
    limits.totalTimeout = .seconds(20)
    limits.replyTimeout = .seconds(10)
    var trust = TransportSettings()
    trust.certificatesPath = options.certificates
    let mailbox = MailFolder(
      MailFolderSettings(
        url: options.url, username: options.username,
        password: options.password.values.first ?? "", requireTLS: options.requireTLS,
        folder: options.folder), limits: limits, transport: trust)
    let intake = carrier.intake(for: gateway.gateway)
    return FetchedRoad(name: gateway.name, every: options.every) {
      (position, _) throws(WireFailure) in
      let batch = try await mailbox.look(after: position.flatMap { MailPosition($0) })
      let contents = intake.contents(of: batch.mails.map(\.bytes))
      return FetchedRoad.Look(
        receipts: contents.receipts, replies: contents.replies,
        position: batch.position.text, isLast: batch.isLast)
    }
  }

  // MARK: Lists

  /// A provider that must not name the same next page for ever.
  private static let pagesMost = 200

  private func list(_ gateway: ConfiguredGateway) -> FetchedRoad? {
    guard let seconds = gateway.gateway.definition.pollSeconds else { return nil }
    let (gateway, carrier, since) = (gateway.gateway, carrier, since)
    let definition = gateway.definition
    return FetchedRoad(
      name: gateway.name, every: .seconds(Int64(seconds)), holds: definition.holdSeconds != nil
    ) { (position, held) throws(WireFailure) in
      let byCursor = definition.listsByCursor
      let began = carrier.now
      let from = position.flatMap { Int64($0) } ?? since.milliseconds
      let request = try Self.request(gateway, from, byCursor ? position ?? "" : "", held)
      var look = FetchedRoad.Look()
      var next: HTTPRequest? = request
      for _ in 0..<Self.pagesMost {
        guard let request = next else { break }
        let page = try await Self.page(gateway, request, carrier)
        look.replies += page.replies
        if byCursor { look.position = page.cursor ?? look.position }
        next = page.next
      }
      if definition.listBeginsNow, position == nil { look.replies = [] }
      // What is no reply moves on a cursor too; it is not worth asking again at once.
      if byCursor { look.isLast = look.replies.isEmpty || look.position == position }
      // What arrived while we asked may be in the next answer alone; what comes twice is one.
      if !byCursor, !look.replies.isEmpty {
        look.position = String((began - .minutes(5)).milliseconds)
      }
      return look
    }
  }

  private static func request(_ gateway: Gateway, _ since: Int64, _ cursor: String, _ held: Bool)
    throws(WireFailure) -> HTTPRequest
  {
    do throws(GatewayFailure) {
      if let request = try gateway.listing(
        sinceMilliseconds: since, cursor: cursor, held: held)
      {
        return request
      }
    } catch {}
    throw WireFailure(mayHaveArrived: false, permanent: true, reason: "no request could be made")
  }

  private static func page(_ gateway: Gateway, _ request: HTTPRequest, _ carrier: Carrier)
    async throws(WireFailure) -> Listing
  {
    switch await carrier.fetch(request) {
    case .failure(let failure): throw failure
    case .smtpReply: throw WireFailure(mayHaveArrived: false, reason: "no answer to a list")
    case .response(let response):
      do throws(CallbackFault) {
        return try gateway.replies(
          inListing: response, of: request, normalise: carrier.normalise)
      } catch {
        let isRefused = [401, 403, 404].contains(response.status)
        throw WireFailure(
          mayHaveArrived: false, permanent: isRefused, reason: "http \(response.status)")
      }
    }
  }
}
