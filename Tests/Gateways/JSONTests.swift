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
    (#"{"x":{"id":"b"},"id":"a"}"#, "a"), (#"{"id":"b","id":"a"}"#, "a"), (#"{"id":-0.0}"#, "0"),
    (#"{"id":1.0}"#, "1"), (#"{"id":1e3}"#, "1000"), (#"{"id":2.5E-1}"#, "0.25"),
    (#"{"id":18446744073709551616}"#, "18446744073709551616"), (#"{"id":true}"#, "true"),
    (#"{"id":"\"\\\/\b\f\n\r\t"}"#, "\"\\/\u{08}\u{0C}\n\r\t"),
    (#"{"id":"\u00e9\uD83D\ude00x"}"#, "é😀x"), (#"{"id":"\ud83dx"}"#, "\u{FFFD}x"),
    (#"{"id":"\ud83d\u0041"}"#, "\u{FFFD}A"), (#"{"\u0069d":"a"}"#, "a"),
    ("\u{FEFF}{\"id\":\"a\"}", "a"),
    (#"{"id":"日本"}"#, "日本"),
  ])
  func `is read`(_ body: String, _ expected: String) throws {
    #expect(try id(body.utf8) == expected)
  }

  @Test(arguments: [
    "", "{", "{}x", #"{"id":"a"}}"#, #"{"id":"a",}"#, #"{id:"a"}"#, #"{'id':'a'}"#, #"{"id":01}"#,
    #"{"id":1.}"#, #"{"id":.5}"#, #"{"id":+1}"#, #"{"id":1e}"#, #"{"id":NaN}"#, #"{"id":"a}"#,
    "{\"id\":\"a\nb\"}", #"{"id":"\x41"}"#, #"{"id":"\u12"}"#, #"{"id":tru}"#, #"{"id":"a" "b":1}"#,
    #"[{"id":"a"]"#, #"{"id":"a","x":[1,]}"#, #"{"id":-}"#, #"{"id":1e999}"#,
    #"{"id":"a","x":"# + String(repeating: "[", count: 5000) + "}",
  ])
  func `is not taken for one`(_ body: String) throws {
    #expect(try id(body.utf8) == nil)
  }

  @Test func `in wrong UTF-8 is not taken for one`() throws {
    #expect(try id([0x7B, 0x22, 0x69, 0x64, 0x22, 0x3A, 0x22, 0xFF, 0x22, 0x7D]) == nil)
  }

  /// Bytes changed at random: taken exactly where Foundation takes them.
  @Test func `is judged as Foundation judges it`() throws {
    let whole = Array(#"{"id":"m1","n":[1,-2.5e3,true,null,{"k":"\n é"}],"z":{}}"#.utf8)
    let marks = Array(#"{}[]",:0123456789.eE+-\ntrufals "#.utf8)
    var random = Noise(state: 20_261_121)
    for _ in 1...3000 {
      var bytes = whole
      for _ in 0...Int(random.next() % 2) {
        bytes[Int(random.next() % UInt64(bytes.count))] =
          marks[
            Int(random.next() % UInt64(marks.count))]
      }
      let theirs = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      let ours = try id(bytes)
      // Foundation takes a half of a surrogate pair for a fault, and numbers beyond Double.
      if let expected = theirs?["id"] as? String { #expect(ours == expected, "\(text(bytes))") }
      if theirs == nil { #expect(ours == nil, "\(text(bytes))") }
    }
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// SplitMix64, for changes that are the same in every run.
private struct Noise {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
