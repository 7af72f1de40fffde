import Gateways
import Messages
import Testing

@Suite struct `A text in a national alphabet` {
  private func gateway(_ name: String) throws -> Gateway {
    let settings = ["base_url": "https://x.example", "api_key": "k", "callback_secret": "c"]
    return Gateway(
      name: "main", definition: try ShippedDefinition.named(name), from: "+15005550006",
      settings: settings.mapValues { SettingValue($0) }, publicURL: nil)
  }

  private func body(_ name: String, _ text: String) throws -> String {
    let message = OutgoingMessage(
      id: MessageID(1), attempt: 1, channel: .sms, to: "+905012345678", text: text,
      reference: "abcdefgh12345678")
    guard case .http(let request) = try gateway(name).request(for: message, nowMilliseconds: 0)
    else { return "" }
    return String(decoding: request.body, as: UTF8.self)
  }

  @Test(arguments: [
    ("Günaydın Ayşe", "TR"), ("¿Dónde está José?", "ES"), ("Olá João, então?", "PT"),
  ])
  func `names its table to a provider that sends with it`(_ text: String, _ code: String) throws {
    #expect(try body("infobip", text).contains(#""language":{"languageCode":"\#(code)"}"#))
    #expect(try gateway("infobip").measure(text).encoding == .gsm7)
  }

  @Test(arguments: ["Good morning", "Günaydın 😀", "Zażółć"])
  func `names none where none is needed or none helps`(_ text: String) throws {
    #expect(!(try body("infobip", text).contains("language")))
  }

  @Test func `is UCS-2 for all other providers`() throws {
    #expect(try gateway("46elks").measure("Günaydın Ayşe").name == "UCS-2")
  }
}
