import Foundation
import Gateways
import Messages
import Testing

/// One callback of `Vectors/signatures.json`, signed by a provider's own library or judged by it.
struct SignatureVector: Decodable, Sendable, CustomTestStringConvertible {
  var provider: String
  var scheme: String
  var secret: String?
  var publicKey: String?
  var method: String
  var url: String
  var headers: [String: String]
  var body: String
  var valid: Bool
  var note: String?
  var now: Int64?

  enum CodingKeys: String, CodingKey {
    case provider, scheme, secret, method, url, headers, body, valid, note, now
    case publicKey = "public_key"
  }

  var testDescription: String { "\(scheme), \(valid ? "genuine" : "forged"): \(note ?? "")" }

  /// Outgoing requests are signed by libcurl, not here.
  static let all = named("signatures").filter { $0.scheme != "aws-sigv4" }
  /// Random ones, made and judged by the providers' own libraries.
  static let random = named("signatures-random")

  private static func named(_ name: String) -> [SignatureVector] {
    guard
      let url = Bundle.module.url(
        forResource: name, withExtension: "json", subdirectory: "Vectors"),
      let data = try? Data(contentsOf: url),
      let vectors = try? JSONDecoder().decode([SignatureVector].self, from: data)
    else { return [] }
    return vectors
  }

  var definition: String {
    switch provider {
    case "sns": "aws-eum"
    default: provider == "vonage" && scheme.contains("jwt") ? "vonage-messages" : provider
    }
  }

  var settings: [String: SettingValue] {
    if provider == "sns" {
      let topic = "arn:aws:sns:us-east-1:123456789012:sms-in"
      return ["topic_arn": SettingValue(topic), "certificate": SettingValue(publicKey ?? "")]
    }
    let names = [
      "twilio": scheme.hasSuffix("256") ? "shared_key" : "auth_token", "plivo": "auth_token",
      "vonage": "signature_secret", "telnyx": "public_key", "messagebird": "signing_key",
      "bird": "signing_key", "sinch": "callback_secret", "sendgrid": "public_key",
      "mailgun": "webhook_signing_key", "resend": "signing_secret", "textbelt": "key",
      "android-sms-gateway": "signing_key",
    ]
    return [names[provider] ?? "": SettingValue(["an older secret", secret ?? publicKey ?? ""])]
  }

  func gateway() throws -> Gateway {
    Gateway(
      name: "main", definition: try ShippedDefinition.named(definition), from: "+15005550006",
      settings: settings, publicURL: "https://hooks.example.org")
  }

  var request: CallbackRequest {
    CallbackRequest(
      method: method, url: url, headers: headers.sorted { $0.key < $1.key }.map { Header($0, $1) },
      body: Array(body.utf8))
  }
}

@Suite struct `A signed callback` {
  @Test(arguments: SignatureVector.all + SignatureVector.random)
  func `is judged as the provider's own library judges it`(_ vector: SignatureVector) throws {
    let gateway = try vector.gateway()
    let now = (vector.now ?? 1_760_000_000) * 1000
    do throws(CallbackFault) {
      _ = try gateway.read(vector.request, nowMilliseconds: now)
      #expect(vector.valid, "taken for genuine")
    } catch {
      #expect(!vector.valid, "\(error)")
      #expect(error.kind == .forged || error.kind == .stale)
      if vector.note?.contains("rebuilt the URL as http") == true {
        #expect(error.sentence == "signed for https://, public_url says http://")
      }
    }
  }

  @Test func `comes in many kinds`() {
    #expect(SignatureVector.all.count == 42)
    #expect(SignatureVector.random.count > 150)
  }
}
