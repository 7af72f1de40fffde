import Foundation
import Gateways
import Messages
import Testing

@Suite struct `A JSON answer` {
  /// The id of a message in an answer with this body, or nil where it is not understood.
  private func id(_ body: some Collection<UInt8>) throws -> String? {
    let gateway = Gateway(
      name: "main", definition: try ShippedDefinition.named("46elks"), from: "+15005550006",
      settings: [:], publicURL: nil)
    let answer = HTTPResponse(status: 200, headers: [], body: Array(body))
    return gateway.outcome(of: .response(answer)).providerIDs.first
  }

  @Test(arguments: [
    (#"{"id":"a"}"#, "a"), (" \t\r\n{ \"id\" : \"a\" } \n", "a"), (#"{"id":7,"x":[]}"#, "7"),
    (#"{"x":{"id":"b"},"id":"a"}"#, "a"), (#"{"id":-0.0}"#, "0"),
    (#"{"id":"b","id":"a"}"#, "a"), (#"{"id":"b","i\u0064":"a"}"#, "a"), (#"{"":0,"id":"a"}"#, "a"),
    (#"{"id":1.0}"#, "1"), (#"{"id":1e3}"#, "1000"), (#"{"id":2.5E-1}"#, "0.25"),
    (#"{"id":true}"#, "true"), (#"{"id":false}"#, "false"), (#"{"id":0}"#, "0"),
    (#"{"id":-0}"#, "0"), (#"{"id":1E+2}"#, "100"), (#"{"id":1e-400}"#, "0"),
    (#"{"id":"\"\\\/\b\f\n\r\t"}"#, "\"\\/\u{08}\u{0C}\n\r\t"),
    (#"{"id":"\u00e9\uD83D\ude00x"}"#, "é😀x"), (#"{"\u0069d":"a"}"#, "a"),
    (#"{"id":"a\u0000b"}"#, "a\0b"), ("{\"id\":\"\u{7F}\u{2028}\"}", "\u{7F}\u{2028}"),
    ("\u{FEFF}{\"id\":\"a\"}", "a"),
    (#"{"id":"日本"}"#, "日本"),
  ])
  func `is read`(_ body: String, _ expected: String) throws {
    #expect(try id(body.utf8) == expected)
  }

  @Test(arguments: [
    "", "{", "{}x", #"{"id":"a"}}"#, #"{id:"a"}"#, #"{'id':'a'}"#, #"{"id":01}"#,
    #"{"id":1.}"#, #"{"id":.5}"#, #"{"id":+1}"#, #"{"id":1e}"#, #"{"id":NaN}"#, #"{"id":"a}"#,
    "{\"id\":\"a\nb\"}", #"{"id":"\x41"}"#, #"{"id":"\u12"}"#, #"{"id":tru}"#, #"{"id":"a" "b":1}"#,
    #"{"id":truer}"#, #"{"id":0x1}"#, #"{"id":1_0}"#, #"{"id":Infinity}"#, #"{"id":"a",,"b":1}"#,
    #"{"id":"a"/**/}"#, #"{"id" "a"}"#, #"{"id":}"#, #"{1:"a"}"#, #"{"id":"\uD83"}"#,
    #"{"id":"\"}"#,
    "{\"id\":\"a\0\"}", "{\"id\":\"a\"}\0", "{\u{A0}\"id\":\"a\"}", #"{"id":"a"}]"#,
    #"{"id":TRUE}"#,
    #"[{"id":"a"]"#, #"{"id":-}"#, #"{"id":1e999}"#,
    #"{"id":"a","x":"# + String(repeating: "[", count: 5000) + "}",
  ])
  func `is not taken for one`(_ body: String) throws {
    #expect(try id(body.utf8) == nil)
  }

  @Test(arguments: [
    "9007199254740993", "1146574539251781638", "9223372036854775807", "-9223372036854775808",
    "9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616",
    "99999999999999999999999999999999999999",
  ])
  func `keeps every digit of a whole number`(_ number: String) throws {
    #expect(try id(Array(#"{"id":\#(number)}"#.utf8)) == number)
  }

  /// What a decimal number would round away stays with the number.
  @Test(arguments: [
    ("0.30000000000000004", "0.30000000000000004"), ("123456789012345.5", "123456789012345.5"),
    ("1e19", "1e+19"), ("1.5e300", "1.5e+300"),
    ("999999999999999999999999999999999999999999999", "1e+45"),
  ])
  func `reads other numbers as Double does`(_ number: String, _ expected: String) throws {
    #expect(try id(Array(#"{"id":\#(number)}"#.utf8)) == expected)
  }

  @Test(arguments: [
    (#"\ud83d"#, "\u{FFFD}"), (#"\uDC00"#, "\u{FFFD}"), (#"STOP \ud83dx"#, "STOP \u{FFFD}x"),
    (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"),
    (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"), (#"\ud83d\n\\"#, "\u{FFFD}\n\\"),
    (#"\\ud83d\ud83d"#, "\\ud83d\u{FFFD}"), (#"\ud83d\ude00\udfff"#, "😀\u{FFFD}"),
  ])
  func `with half of a surrogate pair loses no words`(_ text: String, _ expected: String) throws {
    #expect(try id(Array(#"{"id":"\#(text)"}"#.utf8)) == expected)
  }

  @Test(arguments: [
    #"{"id":"\ud83d"#, #"{"id":"\ud83d\"#, #"{"id":"\ud83d\u"#, #"{"id":"\ud83d\x"}"#,
  ])
  func `that is none stays so with half of a surrogate pair in it`(_ body: String) throws {
    #expect(try id(body.utf8) == nil)
  }

  @Test(arguments: [
    [0xFF], [0x80], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    [0xF8, 0x88, 0x80, 0x80, 0x80],
  ])
  func `in wrong UTF-8 is not taken for one`(_ wrong: [UInt8]) throws {
    #expect(try id(Array(#"{"id":""#.utf8) + wrong + Array(#""}"#.utf8)) == nil)
  }
}
