import Gateways
import Messages
import Sealing
import Testing

/// Providers that sign a time and the body, and tell reports in the address of a GET.
@Suite struct `Reports of one second under one signature` {
  private static let yaml = """
    provider: blue
    channels: [sms]
    send: {method: POST, url: "https://blue.example/", form: {to: "{{to}}", text: "{{text}}"}}
    inbound:
      receipt: {when: {field: msgid}, id: msgid, state: status, states: {"4": delivered}}
      reply: {when: {field: event, is: mo}, id: id, from: from, text: text}
    signature: {scheme: hmac, header: X-Sign, hash: sha256, encoding: hex, over: [timestamp, body],
                timestamp: X-Time, max_age: 300, secret: "{{secret}}"}
    """

  private func key(_ method: String, _ query: String, body: String = "") throws -> String {
    let gateway = Gateway(
      name: "blue", definition: try ShippedDefinition.parse(Self.yaml), from: "+15005550006",
      settings: ["secret": SettingValue("s")], publicURL: "https://kith.example.org")
    let mac = Signature.hmac(.sha256, key: Array("s".utf8), Array(("1760000000" + body).utf8))
    let request = CallbackRequest(
      method: method, url: "https://kith.example.org/hooks/blue?" + query,
      headers: [
        Header("X-Time", "1760000000"), Header("X-Sign", Signature.hex(mac)),
        Header("Content-Type", "application/json"),
      ], body: Array(body.utf8))
    let contents = try gateway.read(request, nowMilliseconds: 1_760_000_000_000)
    return try #require(contents.replayKey)
  }

  @Test func `are told apart, and each is known when it comes again`() throws {
    let first = try key("GET", "ref=a&msgid=m1&status=4")
    #expect(try first == key("GET", "ref=a&msgid=m1&status=4"))
    #expect(try first != key("GET", "ref=a&msgid=m2&status=4"))
  }

  @Test func `are told apart by the message alone where a body is signed`() throws {
    let body = "{\"msgid\":\"\",\"status\":\"4\"}"
    let first = try key("POST", "ref=a", body: body)
    #expect(try first != key("POST", "ref=b", body: body))
    #expect(try first == key("POST", "ref=a&more=1", body: body))
  }
}
