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
    (#"{"id":1.0}"#, "1"), (#"{"id":1e3}"#, "1000"), (#"{"id":2.5E-1}"#, "0.25"),
    (#"{"id":true}"#, "true"),
    (#"{"id":"\"\\\/\b\f\n\r\t"}"#, "\"\\/\u{08}\u{0C}\n\r\t"),
    (#"{"id":"\u00e9\uD83D\ude00x"}"#, "é😀x"), (#"{"\u0069d":"a"}"#, "a"),
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
    #"[{"id":"a"]"#, #"{"id":-}"#, #"{"id":1e999}"#,
    #"{"id":"a","x":"# + String(repeating: "[", count: 5000) + "}",
  ])
  func `is not taken for one`(_ body: String) throws {
    #expect(try id(body.utf8) == nil)
  }

  @Test func `in wrong UTF-8 is not taken for one`() throws {
    #expect(try id([0x7B, 0x22, 0x69, 0x64, 0x22, 0x3A, 0x22, 0xFF, 0x22, 0x7D]) == nil)
  }
}
