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

  @Test func `by an id is not asked without one`() throws {
    let gateway = try gateway("textbelt", ["key": "k"])
    let message = `A gateway that is asked to send`.message
    #expect(try gateway.statusQuery(for: message, providerID: nil) == nil)
    #expect(
      try gateway.statusQuery(for: message, providerID: "12345")?.url
        == "https://textbelt.com/status/12345")
  }
}
