import Foundation
import Gateways
import Messages
import Testing

@Suite struct `A text that is read out` {
  @Test(arguments: [
    ("a < b & \"c\" > d", "a &lt; b &amp; &quot;c&quot; &gt; d"),
    // A mark joins with the sign before it to one character.
    ("x &\u{301} <\u{308}", "x &amp;\u{301} &lt;\u{308}"),
  ])
  func `is XML whatever stands in it`(_ text: String, _ expected: String) throws {
    let settings = ["account_sid": SettingValue("AC0123"), "auth_token": SettingValue("t")]
    let gateway = Gateway(
      name: "main", definition: try ShippedDefinition.named("twilio-voice"), from: "+15005550006",
      settings: settings, publicURL: nil)
    let message = OutgoingMessage(
      id: MessageID(1), attempt: 1, channel: .voice, to: "+15005550001", text: text,
      reference: "abcdefgh12345678")
    guard case .http(let request) = try gateway.request(for: message, nowMilliseconds: 0) else {
      return
    }
    let form = String(decoding: request.body, as: UTF8.self).replacing("+", with: " ")
    #expect(form.removingPercentEncoding?.contains("<Say>\(expected)</Say>") == true)
  }
}
