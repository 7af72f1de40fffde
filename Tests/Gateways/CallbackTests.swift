import Gateways
import Messages
import Sealing
import Testing

@Suite struct `A callback` {
  static let tokens = SettingValue(["new token", "old token"])

  private func twilio(publicURL: String = "https://kith.example.org") throws -> Gateway {
    Gateway(
      name: "main", definition: try ShippedDefinition.named("twilio"), from: "+15005550006",
      settings: ["account_sid": SettingValue("AC1"), "auth_token": Self.tokens],
      publicURL: publicURL)
  }

  private func signed(
    _ url: String, as signedURL: String? = nil, body: String = "", key: String = "new token",
    parameters: String = ""
  ) -> CallbackRequest {
    let mac = Signature.hmac(
      .sha1, key: Array(key.utf8), Array(((signedURL ?? url) + parameters).utf8))
    return CallbackRequest(
      method: "POST", url: url,
      headers: [
        Header("content-type", "application/x-www-form-urlencoded; charset=UTF-8"),
        Header("x-twilio-signature", Signature.base64(mac)),
      ], body: Array(body.utf8))
  }

  static let hook = "https://kith.example.org/hooks/main"

  @Test(arguments: [
    "https://kith.example.org/hooks/main", "https://kith.example.org:443/hooks/main",
  ])
  func `counts with and without its port`(_ url: String) throws {
    for signedURL in [
      "https://kith.example.org/hooks/main", "https://kith.example.org:443/hooks/main",
    ] {
      let request = signed(url, as: signedURL, body: "Body=hi", parameters: "Bodyhi")
      #expect(throws: Never.self) { try twilio().read(request, nowMilliseconds: 0) }
    }
  }

  @Test func `signed with the older of two secrets still counts`() throws {
    let request = signed(Self.hook, body: "Body=x", key: "old token", parameters: "Bodyx")
    #expect(throws: Never.self) { try twilio().read(request, nowMilliseconds: 0) }
  }

  struct Mismatch: Sendable, CustomTestStringConvertible {
    var signedURL: String
    var sentence: String
    var testDescription: String { sentence }
  }

  @Test(arguments: [
    Mismatch(
      signedURL: "http://kith.example.org/hooks/main",
      sentence: "signed for http://, public_url says https://"),
    Mismatch(
      signedURL: "https://old.example.org/hooks/main",
      sentence: "signed for https://old.example.org, public_url says https://kith.example.org"),
    Mismatch(
      signedURL: "https://kith.example.org/hooks/main/",
      sentence:
        "signed for an address ending in /hooks/main/, public_url says one ending in /hooks/main"),
    Mismatch(
      signedURL: "https://kith.example.org/elsewhere",
      sentence:
        "the signature does not match: auth_token (the primary one of the account that owns "
        + "the number) is another, or the request was changed on its way"),
  ])
  func `for another address is refused in words`(_ mismatch: Mismatch) throws {
    var request = signed(Self.hook, as: mismatch.signedURL)
    request.headers.append(Header("X-Forwarded-Host", "old.example.org"))
    #expect(throws: CallbackFault(.forged, mismatch.sentence)) {
      try twilio().read(request, nowMilliseconds: 0)
    }
  }

  @Test func `too large is refused before anything is made of it`() throws {
    var request = signed(Self.hook)
    request.body = [UInt8](repeating: 0x61, count: 64 * 1024 + 1)
    #expect(throws: CallbackFault(.oversized, "the body has more than 65536 bytes")) {
      try twilio().read(request, nowMilliseconds: 0)
    }
    request.body = Array(String(repeating: "a=1&", count: 513).utf8)
    #expect(throws: CallbackFault(.oversized, "more than 512 parameters")) {
      try twilio().read(request, nowMilliseconds: 0)
    }
  }

  @Test func `of mail that is all parameters is refused without listing them`() throws {
    let gateway = Gateway(
      name: "main", definition: try ShippedDefinition.named("mailgun"), from: "a@example.org",
      settings: ["webhook_signing_key": SettingValue("k")], publicURL: "https://kith.example.org")
    let request = CallbackRequest(
      method: "POST", url: Self.hook,
      headers: [Header("Content-Type", "application/x-www-form-urlencoded")],
      body: Array(repeatElement([0x61, 0x26], count: 1024 * 1024).joined()))
    #expect(throws: CallbackFault(.oversized, "more than 512 parameters")) {
      try gateway.read(request, nowMilliseconds: 0)
    }
  }

  @Test func `with a picture inside may be large where pictures come so`() throws {
    let gateway = Gateway(
      name: "main", definition: try ShippedDefinition.named("android-sms-gateway"), from: nil,
      settings: ["signing_key": SettingValue("k")], publicURL: "https://kith.example.org")
    let picture = String(repeating: "A", count: 3_000_000)
    let body = Array(
      (#"{"event":"mms:downloaded","payload":{"sender":"+46701234567","body":"yes","#
        + #""attachments":[{"data":"\#(picture)"}]}}"#).utf8)
    let mac = Signature.hmac(.sha256, key: Array("k".utf8), body + Array("1760000000".utf8))
    let request = CallbackRequest(
      method: "POST", url: Self.hook,
      headers: [
        Header("Content-Type", "application/json"), Header("X-Timestamp", "1760000000"),
        Header("X-Signature", Signature.hex(mac)),
      ], body: body)
    let contents = try gateway.read(request, nowMilliseconds: 1_760_000_000_000)
    #expect(contents.replies.map(\.text) == ["yes"])
    #expect(gateway.takesLargeCallbacks && gateway.callbackBytesMost > body.count)
    #expect(try !twilio().takesLargeCallbacks)
  }

  @Test func `without a signature says which header is missing`() throws {
    let request = CallbackRequest(method: "POST", url: Self.hook, headers: [], body: [])
    #expect(throws: CallbackFault(.forged, "the header X-Twilio-Signature is missing")) {
      try twilio().read(request, nowMilliseconds: 0)
    }
  }

  @Test func `with a picture and no words is a reply all the same`() throws {
    let request = signed(
      Self.hook, body: "Body=&From=%2B46701234567&MessageSid=SM1&NumMedia=1",
      parameters: "BodyFrom+46701234567MessageSidSM1NumMedia1")
    let contents = try twilio().read(request, nowMilliseconds: 0)
    #expect(contents.replies.map(\.text) == [""])
    #expect(contents.receipts.isEmpty)
  }

  @Test func `is judged by the bytes that came, not by what they mean`() throws {
    let body = "Body=%C3%A5%20b"
    let genuine = signed(Self.hook, body: body, parameters: "Bodyå b")
    #expect(throws: Never.self) { try twilio().read(genuine, nowMilliseconds: 0) }
    let composed = signed(Self.hook, body: body, parameters: "Bodya\u{30A} b")
    #expect(throws: CallbackFault.self) { try twilio().read(composed, nowMilliseconds: 0) }
  }

  @Test func `has its addresses written as ours are`() throws {
    let request = signed(
      Self.hook, body: "Body=x&From=0701234567", parameters: "BodyxFrom0701234567")
    let contents = try twilio().read(
      request, nowMilliseconds: 0,
      normalise: { $0.hasPrefix("0") ? "+46" + $0.dropFirst() : nil })
    #expect(contents.replies.map(\.from) == ["+46701234567"])
  }

  @Test func `of Amazon asks for its certificate, and for Amazon's only`() throws {
    let vector = try #require(
      SignatureVector.all.first { $0.scheme == "sns-signature-v2" && $0.valid })
    let gateway = Gateway(
      name: "main", definition: try ShippedDefinition.named("aws-eum"), from: "+1",
      settings: ["topic_arn": vector.settings["topic_arn"] ?? SettingValue("")],
      publicURL: "https://hooks.example.org")
    let url = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0000.pem"
    #expect(
      throws: CallbackFault(.needsCertificate(url: url), "the certificate has to be fetched first")
    ) { try gateway.read(vector.request, nowMilliseconds: 0) }
    let contents = try gateway.read(
      vector.request, nowMilliseconds: 0, certificates: [url: vector.publicKey ?? ""])
    #expect(contents.replies.map(\.text) == ["hej\n"])
    #expect(contents.replayKey == "dc1e94d9-56c5-5e96-808d-cc7f68faa162")
  }

  @Test(arguments: [
    "https://sns.us-east-1.amazonaws.com.evil.example/x.pem",
    "https://sns.us-east-1.evilaws.com/x.pem", "https://sqs.us-east-1.amazonaws.com/x.pem",
    "https://sns.us-east-1.amazonaws.com:8443/x.pem", "http://sns.us-east-1.amazonaws.com/x.pem",
    "https://sns.us-east-1.amazonaws.com@evil.example/x.pem", "https://sns..amazonaws.com/x.pem",
    "https://sns.us-east-1.amazonaws.com/x.txt", "https://a.sns.us-east-1.amazonaws.com/x.pem", "",
  ])
  func `never makes us fetch a certificate elsewhere`(_ url: String) throws {
    let gateway = Gateway(
      name: "main", definition: try ShippedDefinition.named("aws-eum"), from: "+1",
      settings: ["topic_arn": SettingValue("t")], publicURL: "https://hooks.example.org")
    let body = #"{"TopicArn":"t","Type":"Notification","SigningCertURL":"\#(url)"}"#
    let request = CallbackRequest(
      method: "POST", url: "https://hooks.example.org/hooks/main", headers: [],
      body: Array(body.utf8))
    #expect(
      throws: CallbackFault(.forged, "the certificate's address is not one of Amazon SNS")
    ) { try gateway.read(request, nowMilliseconds: 0) }
  }

  @Test func `is not expected from a provider that makes none`() throws {
    let gateway = Gateway(
      name: "main", definition: try ShippedDefinition.named("ntfy"), from: nil, settings: [:],
      publicURL: "https://kith.example.org")
    #expect(throws: CallbackFault(.notExpected, "provider ntfy makes no callbacks")) {
      try gateway.read(signed(Self.hook), nowMilliseconds: 0)
    }
  }
}
