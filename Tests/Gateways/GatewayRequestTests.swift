import Gateways
import Messages
import Testing

@Suite struct `A gateway that is asked to send` {
  static let message = OutgoingMessage(
    id: MessageID(7), attempt: 2, channel: .sms, to: "+46701234567", text: "Hi Ann",
    reference: "abcdefgh12345678")

  private func gateway(
    of provider: String = "twilio", from: String? = "+15005550006",
    _ settings: [String: SettingValue], publicURL: String? = "https://kith.example.org/"
  ) throws -> Gateway {
    Gateway(
      name: "main", definition: try ShippedDefinition.named(provider), from: from,
      settings: settings, publicURL: publicURL)
  }

  private func http(_ request: WireRequest) throws -> HTTPRequest {
    guard case .http(let http) = request else {
      throw GatewayFailure(.misconfigured, "expected an HTTP request")
    }
    return http
  }

  @Test func `shows no secret when it is printed`() throws {
    let token = SettingValue("s3cret", isSecret: true)
    let gateway = try gateway(["account_sid": SettingValue("AC1"), "auth_token": token])
    let printed = try http(gateway.maskedRequest(for: Self.message, nowMilliseconds: 0))
    #expect("\(printed)".contains("s3cret") == false)
    #expect(printed.headers.contains(Header("Authorization", "Basic base64(AC1:xxxxxxxx)")))
    #expect("\(token)" == "(secret)")
  }

  @Test func `hides passwords that were written into the configuration too`() throws {
    let gateway = try gateway(
      of: "kannel",
      [
        "base_url": SettingValue("http://127.0.0.1:13013"), "username": SettingValue("u"),
        "password": SettingValue("pa55"), "callback_secret": SettingValue("w0rd"),
      ])
    let printed = try http(gateway.maskedRequest(for: Self.message, nowMilliseconds: 0))
    #expect(!printed.url.contains("pa55"))
    #expect(!printed.url.contains("w0rd"))
    #expect(
      gateway.urls().contains { $0.contains("https://kith.example.org/hooks/main?token=w0rd") })
  }

  @Test func `uses the first of two live secrets`() throws {
    let gateway = try gateway([
      "account_sid": SettingValue("AC1"), "auth_token": SettingValue(["new", "old"]),
    ])
    let sent = try http(gateway.request(for: Self.message, nowMilliseconds: 0))
    #expect(sent.headers.contains(Header("Authorization", "Basic QUMxOm5ldw==")))
  }

  @Test func `leaves out what is not set`() throws {
    let gateway = try gateway(
      from: nil,
      [
        "account_sid": SettingValue("AC1"), "auth_token": SettingValue("t"),
        "messaging_service_sid": SettingValue("MG1"),
      ], publicURL: nil)
    let sent = try http(gateway.request(for: Self.message, nowMilliseconds: 0))
    #expect(
      String(decoding: sent.body, as: UTF8.self)
        == "To=%2B46701234567&MessagingServiceSid=MG1&Body=Hi+Ann")
  }

  @Test func `says what its settings lack, and which are not known`() throws {
    let gateway = try gateway(from: nil, ["auth_tokn": SettingValue("t")], publicURL: nil)
    #expect(
      gateway.faults.map(\.sentence) == [
        "provider twilio needs the setting `account_sid`, which is missing",
        "provider twilio needs the setting `auth_token`, which is missing",
        "provider twilio needs `from` or `messaging_service_sid`",
        "provider twilio reports by callback, so public_url is needed",
        "provider twilio has no setting `auth_tokn`; it knows: account_sid, auth_token, base_url, "
          + "messaging_service_sid, shared_key",
      ])
  }

  @Test(arguments: [
    ("mail.example.org", "expected an address like smtp://host:587"),
    ("https://mail.example.org", "expected an address like smtp://host:587"),
  ])
  func `says what a trial message stumbles over`(_ url: String, _ sentence: String) throws {
    let gateway = try gateway(of: "smtp", from: "house@example.org", ["url": SettingValue(url)])
    #expect(gateway.faults.map(\.sentence) == [sentence])
  }

  @Test func `says that an address of a provider is none`() throws {
    let gateway = try gateway(
      of: "webhook", ["url": SettingValue("own.example.org"), "signing_key": SettingValue("k")])
    #expect(gateway.faults.map(\.sentence) == ["expected `url` to begin with https:// or http://"])
  }

  @Test func `refuses a text that the provider would refuse`() throws {
    let gateway = try gateway(["account_sid": SettingValue("A"), "auth_token": SettingValue("t")])
    var message = Self.message
    message.text = String(repeating: "x", count: 1601)
    #expect(
      throws: GatewayFailure(.refused, "the text has 1601 characters; twilio takes at most 1600")
    ) { try gateway.request(for: message, nowMilliseconds: 0) }
  }

  @Test func `says until when a message is worth sending`() throws {
    let gateway = try gateway(
      of: "sinch",
      [
        "service_plan_id": SettingValue("p"), "api_token": SettingValue("t"),
        "callback_secret": SettingValue("c"),
      ])
    var message = Self.message
    message.validSeconds = 3600
    let sent = try http(gateway.request(for: message, nowMilliseconds: 1_760_000_000_000))
    #expect(
      String(decoding: sent.body, as: UTF8.self).contains(#""expire_at":"2025-10-09T09:53:20Z""#))
  }

  struct Trick: Sendable, CustomTestStringConvertible {
    var setting: String
    var value: String
    var testDescription: String { "\(setting) = \(value)" }
  }

  @Test(arguments: [
    Trick(setting: "region", value: "evil.example.org/"), Trick(setting: "region", value: "a@b"),
    Trick(setting: "region", value: "us?x="), Trick(setting: "region", value: ""),
  ])
  func `never lets a setting move it to another host`(_ trick: Trick) throws {
    let definition = try ShippedDefinition.parse(
      """
      provider: x
      channels: [sms]
      send: {url: "https://{{region}}.api.example.org/{{path}}", text: "{{text}}"}
      """)
    let gateway = Gateway(
      name: "x", definition: definition, from: nil,
      settings: [trick.setting: SettingValue(trick.value), "path": SettingValue("a")],
      publicURL: nil)
    #expect(throws: GatewayFailure.self) {
      try gateway.request(for: Self.message, nowMilliseconds: 0)
    }
  }

  @Test func `encodes what stands in a path and lets nothing end a header`() throws {
    let definition = try ShippedDefinition.parse(
      """
      provider: x
      channels: [email]
      send:
        url: "{{base}}/{{path}}?q={{path}}"
        headers: {Title: "{{subject}}"}
        text: "{{text}}"
      """)
    let gateway = Gateway(
      name: "x", definition: definition, from: nil,
      settings: [
        "base": SettingValue("https://h.example.org/a/"), "path": SettingValue("../b c?&"),
      ],
      publicURL: nil)
    var message = Self.message
    message.subject = "Hi\r\nBcc: everybody"
    let sent = try http(gateway.request(for: message, nowMilliseconds: 0))
    #expect(sent.url == "https://h.example.org/a/..%2Fb%20c%3F%26?q=..%2Fb%20c%3F%26")
    #expect(sent.headers.first == Header("Title", "Hi Bcc: everybody"))
    // What else is no header would be the gateway's fault, and stop it for everybody.
    message.subject = "a\u{7F}b\u{1}\u{0}\tc\u{1B}"
    let odd = try http(gateway.request(for: message, nowMilliseconds: 0))
    #expect(odd.headers.first == Header("Title", "a b c"))
  }

  @Test(arguments: ["mailgun", "postmark", "resend", "sendgrid", "ses"])
  func `asks for answers to a mail at an address of its own, where such mail arrives`(
    _ provider: String
  ) throws {
    for plusAddresses in [true, false] {
      let gateway = Gateway(
        name: "mail", definition: try ShippedDefinition.named(provider),
        from: "River House <house@example.org>",
        settings: ["domain": SettingValue("example.org"), "region": SettingValue("us-east-1")],
        publicURL: "https://kith.example.org", plusAddresses: plusAddresses)
      var message = Self.message
      (message.channel, message.to) = (.email, "ann@example.net")
      let sent = try http(gateway.request(for: message, nowMilliseconds: 0))
      let body = String(decoding: sent.body, as: UTF8.self)
      let own = ["house+abcdefgh12345678@example.org", "house%2Babcdefgh12345678%40example.org"]
      #expect(own.contains(where: body.contains) == plusAddresses, "\(body)")
    }
  }

  @Test func `signs a token for an application with its key`() throws {
    let definition = try ShippedDefinition.parse(
      """
      provider: x
      channels: [sms]
      send:
        url: "https://h.example.org/"
        auth: {application_jwt: {id: "{{application_id}}", private_key: "{{private_key}}"}}
        text: "{{text}}"
      """)
    let gateway = Gateway(
      name: "x", definition: definition, from: nil,
      settings: ["application_id": SettingValue("a"), "private_key": SettingValue("no key")],
      publicURL: nil)
    #expect(
      throws: GatewayFailure(.misconfigured, "the private key is not a PEM-encoded RSA key")
    ) { try gateway.request(for: Self.message, nowMilliseconds: 0) }
  }
}
