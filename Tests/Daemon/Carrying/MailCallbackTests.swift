import Daemon
import Gateways
import Messages
import Testing

@Suite struct `A mail that a provider hands over` {
  static let mail = """
    From: Ann <ann@example.net>
    To: kith@example.org
    Message-ID: <1@x>
    In-Reply-To: <abcdefgh01234567@example.org>

    yes, thanks

    On Mon, 3 May 2027 at 09:00, River House <kith@example.org> wrote:
    > How was it?
    """

  static func callback(_ query: String, field: String = "email") -> CallbackRequest {
    let mail = Self.mail.replacing("\n", with: "\r\n")
    let body = [("envelope", "{}"), (field, mail)].map { name, value in
      "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }.joined()
    return CallbackRequest(
      method: "POST", url: "https://checkins.example.org/hooks/mail" + query,
      headers: [Header("Content-Type", "multipart/form-data; boundary=b")],
      body: Array((body + "--b--\r\n").utf8))
  }

  static func gateway(_ more: String = ", hook_token: \"a long word\"") throws -> ConfiguredGateway
  {
    let house = try SampleHouse(
      """
      public_url: https://checkins.example.org
      sender_name: River House
      country: US
      gateways:
        mail:
          provider: sendgrid
          from: kith@example.org
          settings: {api_key: "SG.x", public_key: "AAAA"\(more)}
      """)
    return try #require(try house.load().gateways.first)
  }

  @Test func `is read as one from a mailbox is`() async throws {
    let gateway = try Self.gateway()
    #expect(gateway.carriesPrompts)
    let carrier = Carrier(gateways: ["mail": gateway.gateway], deliver: { _ in })
    let contents = try await carrier.read(
      Self.callback("?token=a%20long%20word"), of: gateway.gateway)
    let reply = try #require(contents.replies.first)
    #expect(reply.text == "yes, thanks")
    #expect(reply.inReplyTo == "abcdefgh01234567")
    #expect(reply.from == "ann@example.net")
    #expect(contents.mails.isEmpty)
  }

  @Test(arguments: ["", "?token=", "?token=another"])
  func `is not taken without the word that proves it`(query: String) async throws {
    let gateway = try Self.gateway().gateway
    let carrier = Carrier(gateways: ["mail": gateway], deliver: { _ in })
    await #expect(throws: CallbackFault.self) {
      try await carrier.read(Self.callback(query), of: gateway)
    }
  }

  @Test func `is no way back where the word is not set`() throws {
    #expect(try !Self.gateway("").carriesPrompts)
  }

  @Test func `is taken with a picture that is larger than what is read of it`() async throws {
    let gateway = try Self.gateway().gateway
    let carrier = Carrier(gateways: ["mail": gateway], deliver: { _ in })
    let mail = "From: ann@example.net\r\nTo: kith@example.org\r\n\r\nhelp me\r\n"
    let picture = [UInt8](repeating: UInt8(ascii: "A"), count: 5 * 1024 * 1024)
    var callback = Self.callback("?token=a%20long%20word")
    let end = "\r\n--b\r\nContent-Disposition: form-data; name=\"envelope\"\r\n\r\n{}\r\n--b--\r\n"
    callback.headers = [Header("Content-Type", "multipart/form-data; boundary=b")]
    callback.body = Array(
      "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\n\(mail)".utf8)
    callback.body += picture + Array(end.utf8)
    let contents = try await carrier.read(callback, of: gateway)
    #expect(contents.replies.first?.text.hasPrefix("help me") == true)
  }

  @Test func `that is too large is refused`() async throws {
    let gateway = try Self.gateway().gateway
    let carrier = Carrier(gateways: ["mail": gateway], deliver: { _ in })
    var callback = Self.callback("?token=a%20long%20word")
    callback.body += [UInt8](repeating: 0, count: CallbackLimits.mailBody)
    await #expect(throws: CallbackFault.self) { try await carrier.read(callback, of: gateway) }
  }
}
