import Foundation
import Gateways
import Messages
import Testing

@Suite struct `A JSON body` {
  /// What is sent where a definition's body is this, indented by two.
  private func body(_ json: String, text: String = "Hi", subject: String? = nil) throws -> [UInt8] {
    let definition = try ShippedDefinition.parse(
      """
      provider: test
      channels: [sms]
      defaults: {name: ""}
      send:
        url: "https://sms.example.org"
        query: {words: "{{text}}"}
        json: \(json)
        accepted: {id: /id}
      """)
    let gateway = Gateway(
      name: "main", definition: definition, from: "+15005550006", settings: [:], publicURL: nil)
    let message = OutgoingMessage(
      id: MessageID(7), attempt: 2, channel: .sms, to: "+46701234567", text: text,
      subject: subject, reference: "abcdefgh12345678")
    guard case .http(let made) = try gateway.request(for: message, nowMilliseconds: 0) else {
      return []
    }
    return made.body
  }

  @Test(arguments: [
    (#"{to: "{{to}}", text: "{{text}}"}"#, #"{"text":"Hi","to":"+46701234567"}"#),
    (#"{b: {d: [x, "{{to}}"], c: y}, a: 1}"#, #"{"a":1,"b":{"c":"y","d":["x","+46701234567"]}}"#),
    (
      #"{n: 1, m: -7, s: "1", t: true, f: false, z: null, e: ""}"#,
      #"{"e":"","f":false,"m":-7,"n":1,"s":"1","t":true,"z":null}"#
    ),
    (#"{a: "{{attempt}}", b: "no {{attempt}}"}"#, #"{"a":2,"b":"no 2"}"#),
    (#"{a: [], b: {}}"#, #"{"a":[],"b":{}}"#),
    (#"{"quoted \" and /": "a/b \"c\" \\ é😀"}"#, #"{"quoted \" and /":"a/b \"c\" \\ é😀"}"#),
    (#"["{{text}}", "{{subject}}", 3]"#, #"["Hi",3]"#), (#""{{text}}!""#, #""Hi!""#),
  ])
  func `is what the definition says, in order of names`(_ json: String, _ expected: String) throws {
    #expect(try String(decoding: body(json), as: UTF8.self) == expected)
  }

  @Test(arguments: [
    (#"{a: "{{subject}}", b: "{{text}}"}"#, #"{"b":"Hi"}"#),
    (#"{a: "x", b: "{{subject}}"}"#, #"{"a":"x"}"#), (#"{a: "{{name}} x", b: y}"#, #"{"b":"y"}"#),
    (#"{a: {b: [{c: "{{subject}}"}, "{{name}}"]}, d: 1}"#, #"{"d":1}"#),
    (#"{a: {b: "{{subject}}", c: [{}]}}"#, #"{"a":{"c":[{}]}}"#),
    (#"{a: "{{subject}}", b: ["{{name}}"]}"#, "{}"), (#"["{{subject}}"]"#, "{}"),
  ])
  func `leaves out what comes to nothing`(_ json: String, _ expected: String) throws {
    #expect(try String(decoding: body(json), as: UTF8.self) == expected)
  }

  @Test(arguments: [
    (
      #"{h: [{n: S, v: "{{subject|needed}}"}, {n: T, v: "{{text|needed}}"}]}"#,
      #"{"h":[{"n":"T","v":"Hi"}]}"#
    ),
    (#"{a: {n: S, v: "<{{subject|needed}}>"}, b: 1}"#, #"{"b":1}"#),
    (#"{a: {n: S, v: ["{{subject|needed}}"]}}"#, #"{"a":{"n":"S"}}"#),
  ])
  func `leaves out a map without what it needs`(_ json: String, _ expected: String) throws {
    #expect(try String(decoding: body(json), as: UTF8.self) == expected)
  }

  /// Every character that has a meaning in JSON, and some that have one elsewhere.
  @Test(arguments: [
    "\"", "\\", "\\\"", "/", "\n", "\r\n", "\t", "\u{08}\u{0C}", "\0", "\u{01}\u{1F}", "\u{7F}",
    "\u{85}\u{2028}\u{2029}", "\u{FEFF}", "\u{FFFF}", "é e\u{301}", "😀👩‍👩‍👧", "</script>", "{{text}}",
    "\",\"to\":\"+1", "\\u0041", "日本", "",
  ])
  func `carries a text as it is`(_ text: String) throws {
    let sent = try body(#"{t: "<{{to}}>", x: ["{{text}}", "{{text}}."]}"#, text: text)
    let read = try JSONDecoder().decode(Sent.self, from: Data(sent))
    let expected = text.isEmpty ? nil : [text, text + "."]
    #expect(read.t == "<+46701234567>")
    #expect(read.x?.map { Array($0.utf8) } == expected?.map { Array($0.utf8) })
  }

  private struct Sent: Decodable {
    var t: String
    var x: [String]?
  }
}
