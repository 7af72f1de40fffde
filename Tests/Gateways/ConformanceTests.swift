import Gateways
import Messages
import Testing

@Suite struct `A provider's table` {
  struct Line: Sendable, CustomTestStringConvertible {
    var provider: String
    var name: String
    var testDescription: String { "\(provider): \(name)" }
  }

  static let lines: [Line] = ShippedDefinition.names.flatMap { provider -> [Line] in
    guard let table = try? ConformanceTable.named(provider) else { return [] }
    return table.cases.filter { $0.value.not_applicable == nil }.keys.sorted().map {
      Line(provider: provider, name: $0)
    }
  }

  @Test(arguments: ShippedDefinition.names)
  func `has no hole`(_ provider: String) throws {
    let table = try ConformanceTable.named(provider)
    for name in ConformanceTable.required {
      let line = try #require(table.cases[name], "the case \(name) is missing")
      #expect(line.not_applicable != "", "say why \(name) does not apply")
    }
    let gateway = table.gateway(try ShippedDefinition.named(provider))
    #expect(gateway.faults == [])
  }

  @Test(arguments: lines)
  func `is kept to`(_ line: Line) throws {
    let table = try ConformanceTable.named(line.provider)
    let gateway = table.gateway(try ShippedDefinition.named(line.provider))
    let entry = try #require(table.cases[line.name])
    try checkRequest(entry, table, gateway)
    checkOutcome(entry, gateway)
    try checkCallback(entry, gateway)
    try checkListing(entry, gateway)
  }

  private func checkRequest(
    _ entry: ConformanceTable.Case, _ table: ConformanceTable, _ gateway: Gateway
  ) throws {
    guard let text = entry.text else { return }
    let channel = try #require(gateway.channels.first)
    let made = try gateway.request(for: table.message(text, channel), nowMilliseconds: 0)
    switch made {
    case .http(let made):
      let wanted = try #require(entry.request)
      #expect(made.method == wanted.method)
      #expect(made.url == wanted.url)
      #expect(made.headers == wanted.headers.map(Header.init))
      #expect(String(decoding: made.body, as: UTF8.self) == wanted.body)
      #expect(made.awsSigV4?.service == wanted.aws?.service)
      #expect(made.awsSigV4?.region == wanted.aws?.region)
      #expect(made.awsSigV4?.secretKey == wanted.aws?.secret_key)
    case .smtp(let made):
      let wanted = try #require(entry.smtp_request)
      #expect(made.url == wanted.url)
      #expect(made.username == wanted.username)
      #expect(made.password == wanted.password)
      #expect(made.from == wanted.from)
      #expect(made.requireTLS == wanted.require_tls)
    case .sandbox: #expect(entry.sandbox == true)
    }
  }

  private func checkOutcome(_ entry: ConformanceTable.Case, _ gateway: Gateway) {
    guard let wanted = entry.outcome, let result = result(entry) else { return }
    let outcome = gateway.outcome(of: result)
    #expect(outcome.kind.rawValue == wanted.kind, "\(outcome)")
    if let ids = wanted.ids { #expect(outcome.providerIDs == ids) }
    #expect(outcome.retryAfterSeconds == wanted.retry_after)
    #expect(!outcome.reason.isEmpty)
  }

  private func result(_ entry: ConformanceTable.Case) -> WireResult? {
    if let response = entry.response {
      return .response(
        HTTPResponse(
          status: response.status, headers: response.headers.map(Header.init),
          body: Array(response.body.utf8)))
    }
    if let reply = entry.smtp { return .smtpReply(code: reply.code, text: reply.text) }
    return entry.failure.map {
      .failure(WireFailure(mayHaveArrived: $0.may_have_arrived, reason: "connection refused"))
    }
  }

  private func checkCallback(_ entry: ConformanceTable.Case, _ gateway: Gateway) throws {
    guard let callback = entry.callback else { return }
    do throws(CallbackFault) {
      let contents = try gateway.read(
        callback.callback, nowMilliseconds: (entry.now ?? 0) * 1000)
      #expect(entry.fault == nil, "taken for genuine")
      #expect(contents.receipts.map(ConformanceTable.ExpectedReceipt.init) == entry.receipts ?? [])
      #expect(contents.replies.map(ConformanceTable.ExpectedReply.init) == entry.replies ?? [])
      #expect(contents.confirmation?.url == entry.confirmation)
      if let answer = entry.answer { #expect(contents.answer.body == answer) }
      if let replay = entry.replay { #expect(contents.replayKey == replay) }
    } catch {
      #expect("\(error.kind)" == entry.fault, "\(error)")
      if let sentence = entry.sentence { #expect(error.sentence == sentence) }
    }
  }

  private func checkListing(_ entry: ConformanceTable.Case, _ gateway: Gateway) throws {
    guard let listing = entry.listing else { return }
    let request = try #require(try gateway.listing(sinceMilliseconds: listing.since))
    #expect(request.url == listing.url)
    let page = HTTPResponse(status: 200, headers: [], body: Array(listing.body.utf8))
    let found = try gateway.replies(inListing: page, of: request)
    #expect(found.replies.map(ConformanceTable.ExpectedReply.init) == entry.replies ?? [])
  }
}
