import Gateways
import Messages
import Testing

@Suite struct `A provider that is asked` {
  private func gateway(_ provider: String, _ settings: [String: String]) throws -> Gateway {
    Gateway(
      name: "main", definition: try ShippedDefinition.named(provider), from: "+15005550006",
      settings: settings.mapValues { SettingValue($0) }, publicURL: "https://kith.example.org")
  }

  private func twilio() throws -> Gateway {
    try gateway("twilio", ["account_sid": "AC1", "auth_token": "t"])
  }

  static let page = """
    {"messages":[
      {"sid":"SM1","direction":"inbound","from":"+46701234567","to":"+15005550006","body":"help me",
       "date_sent":"Thu, 09 Oct 2025 08:53:20 +0000"},
      {"sid":"SM2","direction":"outbound-api","from":"+15005550006",
       "to":"+46701234567","body":"Hi"}],
     "next_page_uri":"/2010-04-01/Accounts/AC1/Messages.json?Page=1&PageToken=PA%2B1"}
    """

  @Test func `tells what arrived while we were away`() throws {
    let gateway = try twilio()
    let request = try #require(try gateway.listing(sinceMilliseconds: 1_760_000_000_000))
    #expect(
      request.url == "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json"
        + "?To=%2B15005550006&DateSent%3E=2025-10-09&PageSize=200")
    #expect(request.headers == [Header("Authorization", "Basic QUMxOnQ=")])
    let found = try gateway.replies(
      inListing: HTTPResponse(status: 200, body: Array(Self.page.utf8)), of: request)
    #expect(found.replies.map(\.text) == ["help me"])
    #expect(found.replies.map(\.sentAtMilliseconds) == [1_760_000_000_000])
    #expect(
      found.next?.url
        == "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json?Page=1&PageToken=PA%2B1")
    #expect(found.next?.headers == request.headers)
  }

  @Test(arguments: [
    "https://evil.example.org/x", "http://api.twilio.com/x", "//evil.example.org/x",
    "https://api.twilio.com.evil.example.org/", "https://api.twilio.com@evil.example.org/",
  ])
  func `never sends us, and our password, elsewhere`(_ next: String) throws {
    let gateway = try twilio()
    let request = try #require(try gateway.listing(sinceMilliseconds: 0))
    let page = #"{"messages":[],"next_page_uri":"\#(next)"}"#
    let found = try gateway.replies(
      inListing: HTTPResponse(status: 200, body: Array(page.utf8)), of: request)
    #expect(found.next == nil)
  }

  @Test(arguments: [(401, "{}"), (200, "<html>"), (200, "{}")])
  func `and answers nonsense has not answered`(_ status: Int, _ body: String) throws {
    let gateway = try twilio()
    let request = try #require(try gateway.listing(sinceMilliseconds: 0))
    #expect(throws: CallbackFault.self) {
      try gateway.replies(
        inListing: HTTPResponse(status: status, body: Array(body.utf8)), of: request)
    }
  }

  private static let update = """
    {"ok":true,"result":[{"update_id":7,"message":{"date":1,"text":"STOP","from":{"id":5005550020},
     "chat":{"id":5005550020,"type":"private"}}}]}
    """

  @Test func `and is a messenger has addresses that no telephone's reading touches`() throws {
    let gateway = try gateway("telegram", ["bot_token": "1:T"])
    let request = try #require(try gateway.listing(sinceMilliseconds: 0))
    let found = try gateway.replies(
      inListing: HTTPResponse(status: 200, body: Array(Self.update.utf8)), of: request,
      normalise: { "+1" + $0 })
    #expect(found.replies.map(\.from) == ["5005550020"])
    #expect(found.replies.map(\.channel) == [.chat("telegram")])
    #expect(found.cursor == "8")
  }

  @Test func `keeps a question open only when it may`() throws {
    let gateway = try gateway(
      "matrix", ["homeserver": "https://m.example.org", "access_token": "A", "user_id": "@k:e"])
    let first = try #require(try gateway.listing(sinceMilliseconds: 0))
    let held = try #require(try gateway.listing(sinceMilliseconds: 0, cursor: "s1", held: true))
    #expect(first.url.contains("?timeout=0&") && first.heldSeconds == 0)
    #expect(held.url.contains("?since=s1&timeout=25000&") && held.heldSeconds == 25)
    #expect(first.isList && held.isList)
  }

  @Test func `and has no cursor where its list may be missing has not answered`() throws {
    let gateway = try gateway(
      "matrix", ["homeserver": "https://m.example.org", "access_token": "A", "user_id": "@k:e"])
    let request = try #require(try gateway.listing(sinceMilliseconds: 0))
    #expect(throws: CallbackFault.self) {
      try gateway.replies(
        inListing: HTTPResponse(status: 200, body: Array("{}".utf8)), of: request)
    }
  }

  @Test func `by our own reference settles a doubt`() throws {
    let gateway = try gateway(
      "android-sms-gateway", ["username": "u", "password": "p", "signing_key": "k"])
    let message = `A gateway that is asked to send`.message
    let request = try #require(try gateway.statusQuery(for: message, providerID: nil))
    #expect(request.method == "GET")
    #expect(
      request.url == "https://api.sms-gate.app/3rdparty/v1/messages/abcdefgh12345678")
    func answer(_ status: Int, _ body: String) -> StatusAnswer {
      gateway.status(
        in: HTTPResponse(status: status, body: Array(body.utf8)), for: message, providerID: nil)
    }
    #expect(answer(404, "") == .absent)
    #expect(answer(500, "") == .unclear)
    #expect(answer(200, "[]") == .unclear)
    #expect(
      answer(200, #"{"id":"abcdefgh12345678","state":"Delivered"}"#)
        == .known([
          Receipt(
            providerID: "abcdefgh12345678", reference: "abcdefgh12345678", state: .delivered)
        ]))
  }

  /// Three to one phone, newest first: another text of today, ours, and one of last week.
  private static func sent(_ extra: String = "", next: String = "null") -> String {
    """
    {"messages":[\(extra)
      {"sid":"SM2","to":"+46701234567","body":"Hi Ann,  checking in.","status":"sent",
       "date_created":"Thu, 09 Oct 2025 08:53:21 +0000","error_code":null},
      {"sid":"SM1","to":"+46701234567","body":"Hi Ann, checking in.","status":"delivered",
       "date_created":"Thu, 02 Oct 2025 08:53:20 +0000","error_code":null}],
     "next_page_uri":\(next)}
    """
  }

  private static let unlike = """
    {"sid":"SM3","to":"+46701234567","body":"Other words","status":"queued",
     "date_created":"Thu, 09 Oct 2025 08:53:22 +0000"},
    """
  private static let older = """
    {"messages":[
     {"sid":"SM1","to":"+46701234567","body":"Hi Ann, checking in.","status":"delivered",
     "date_created":"Thu, 02 Oct 2025 08:53:20 +0000"}],"next_page_uri":"/more"}
    """
  private static let found = StatusAnswer.known([Receipt(providerID: "SM2", state: .sent)])

  @Test(arguments: [
    (sent(), found), (sent(unlike), found), (older, .absent),
    (#"{"messages":[],"next_page_uri":null}"#, .absent),
    (#"{"messages":[],"next_page_uri":"/more"}"#, .unclear), (#"{"code":20003}"#, .unclear),
    (#"{"messages":[\#(unlike.dropLast())],"next_page_uri":null}"#, .unclear),
  ])
  func `by receiver finds the message among those it lists`(
    _ body: String, _ expected: StatusAnswer
  ) throws {
    let gateway = try twilio()
    let message = OutgoingMessage(
      id: .init(rawValue: 1), attempt: 1, channel: .sms, to: "+46701234567",
      text: "Hi Ann, checking in.", reference: "abcdefgh12345678")
    let request = try #require(
      try gateway.statusQuery(for: message, providerID: nil, sinceMilliseconds: 1_760_000_000_000))
    #expect(request.url.hasSuffix("?To=%2B46701234567&From=%2B15005550006&PageSize=50"))
    let response = HTTPResponse(status: 200, body: Array(body.utf8))
    #expect(
      gateway.status(
        in: response, for: message, providerID: nil, sinceMilliseconds: 1_760_000_000_000)
        == expected)
  }

  @Test func `by an id is not asked without one`() throws {
    let gateway = try gateway("textbelt", ["key": "k"])
    let message = `A gateway that is asked to send`.message
    #expect(try gateway.statusQuery(for: message, providerID: nil) == nil)
    #expect(
      try gateway.statusQuery(for: message, providerID: "12345")?.url
        == "https://textbelt.com/status/12345")
  }
}
