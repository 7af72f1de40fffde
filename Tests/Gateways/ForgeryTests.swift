import Foundation
import Gateways
import Sealing
import Testing

@Suite struct `A forger` {
  static func vector(_ scheme: String) throws -> SignatureVector {
    try #require(SignatureVector.all.first { $0.valid && $0.scheme.contains(scheme) })
  }

  static func fault(_ vector: SignatureVector, _ change: (inout CallbackRequest) -> Void) throws
    -> CallbackFault?
  {
    var request = vector.request
    change(&request)
    let now = (vector.now ?? 1_760_000_000) * 1000
    let gateway = try vector.gateway()
    do throws(CallbackFault) {
      _ = try gateway.read(request, nowMilliseconds: now)
      return nil
    } catch { return error }
  }

  static func url(_ text: String) -> String {
    Data(text.utf8).base64EncodedString().replacing("=", with: "").replacing("+", with: "-")
      .replacing("/", with: "_")
  }

  @Test(arguments: ["none", "None", "HS256", "RS256", "ES256", ""])
  func `signs no token by an algorithm of their choice`(_ algorithm: String) throws {
    for scheme in ["messagebird-jwt", "vonage-jwt"] {
      let vector = try Self.vector(scheme)
      let fault = try Self.fault(vector) { request in
        for index in request.headers.indices {
          let parts = request.headers[index].value.split(separator: ".")
          guard parts.count == 3 else { continue }
          let bearer = parts[0].hasPrefix("Bearer ") ? "Bearer " : ""
          let header = bearer + Self.url(#"{"alg":"\#(algorithm)","typ":"JWT"}"#)
          request.headers[index].value = "\(header).\(parts[1])."
        }
      }
      #expect(fault?.kind == .forged)
    }
  }

  /// The order of the base point, little-endian (RFC 8032, section 5.1).
  static let order: [UInt8] =
    [
      0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
      0x14,
    ] + [UInt8](repeating: 0, count: 15) + [0x10]

  @Test func `makes no second signature of one by Ed25519`() throws {
    let fault = try Self.fault(try Self.vector("ed25519")) { request in
      for index in request.headers.indices {
        guard let data = Data(base64Encoded: request.headers[index].value), data.count == 64 else {
          continue
        }
        var bytes = Array(data)
        var carry = 0
        for place in 0..<32 {
          let sum = Int(bytes[32 + place]) + Int(Self.order[place]) + carry
          bytes[32 + place] = UInt8(sum & 255)
          carry = sum >> 8
        }
        request.headers[index].value = Data(bytes).base64EncodedString()
      }
    }
    #expect(fault?.kind == .forged)
  }

  @Test(arguments: [
    "https://sns.us-east-1.amazonaws.com/?Action=GetTopicAttributes&x=.pem",
    "https://sns.us-east-1.amazonaws.com/x.pem?.pem", "https://sns.us-east-1.amazonaws.com/#.pem",
    "https://sns.us-east-1.amazonaws.com/a%2f.pem", "http://sns.us-east-1.amazonaws.com/x.pem",
    "https://sns.us-east-1.amazonaws.com:443/x.pem", "https://sns.amazonaws.com/x.pem",
    "https://a@sns.us-east-1.amazonaws.com/x.pem", "https://sns.us-east-1.amazonaws.com",
    "https://sns.us-east-1.amazonaws.com.evil.example/x.pem", "https://SNS.x.amazonaws.com/x.pem",
    "https://evil.example/sns.us-east-1.amazonaws.com/x.pem",
    "https://x.sns.us-east-1.amazonaws.com/x.pem", "//sns.us-east-1.amazonaws.com/x.pem",
    "https://sns.us-east-1.amazonaws.com\\@evil.example/x.pem",
  ])
  func `chooses no certificate of their own`(_ address: String) throws {
    let vector = try Self.vector("sns")
    let fault = try Self.fault(vector) { request in
      var text = String(decoding: request.body, as: UTF8.self)
      let real = text.firstRange(
        of: "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-")
      let start = real?.lowerBound ?? text.startIndex
      let end = text[start...].firstRange(of: ".pem")?.upperBound ?? start
      text.replaceSubrange(start..<end, with: address.replacing("\\", with: "\\\\"))
      request.body = Array(text.utf8)
    }
    #expect(fault?.sentence == "the certificate's address is not one of Amazon SNS")
  }

  @Test func `adds no body to what Plivo signed without one`() throws {
    let key = "token"
    let url = "https://hooks.example.org/hooks/plivo"
    let mac = Signature.hmac(.sha256, key: Array(key.utf8), Array("\(url).nonce".utf8))
    let gateway = Gateway(
      name: "plivo", definition: try ShippedDefinition.named("plivo"), from: "+15005550006",
      settings: ["auth_token": SettingValue(key)], publicURL: "https://hooks.example.org")
    var request = CallbackRequest(
      method: "POST", url: url,
      headers: [
        Header("X-Plivo-Signature-V3", Signature.base64(mac)),
        Header("X-Plivo-Signature-V3-Nonce", "nonce"), Header("Content-Type", "application/json"),
      ], body: [])
    _ = try gateway.read(request, nowMilliseconds: 0)
    request.body = Array(#"{"Text":"STOP","From":"15005550001","MessageUUID":"1"}"#.utf8)
    let fault = #expect(throws: CallbackFault.self) {
      try gateway.read(request, nowMilliseconds: 0)
    }
    #expect(fault?.sentence == "the body is no form, and so not bound to the signature")
  }

  @Test(arguments: ["", " ", "\t"])
  func `is not let in by a secret that is blank`(_ secret: String) throws {
    for name in ["telnyx", "sinch", "resend", "mailgun", "twilio", "infobip", "postmark", "plivo"] {
      let definition = try ShippedDefinition.named(name)
      let names = [
        "public_key", "callback_secret", "signing_secret", "webhook_signing_key", "auth_token",
        "callback_password", "callback_user",
      ]
      let gateway = Gateway(
        name: "main", definition: definition, from: "+15005550006",
        settings: Dictionary(uniqueKeysWithValues: names.map { ($0, SettingValue(secret)) }),
        publicURL: "https://hooks.example.org")
      let url = "https://hooks.example.org/hooks/main?token="
      let mac = Signature.hmac(.sha1, key: Array(secret.utf8), Array(url.utf8))
      let request = CallbackRequest(
        method: "POST", url: url,
        headers: [
          Header("Authorization", "Basic " + Signature.base64(Array("\(secret):\(secret)".utf8))),
          Header("X-Twilio-Signature", Signature.base64(mac)),
        ], body: [])
      #expect(throws: CallbackFault.self) { try gateway.read(request, nowMilliseconds: 0) }
    }
  }
}
