import Gateways

/// An HTTP/1.1 request as somebody captured it (RFC 9112), with the absolute URL in its first line.
enum CapturedRequest {
  static func read(_ bytes: [UInt8]) throws -> CallbackRequest {
    var rest = bytes[...]
    let first = line(&rest).split(separator: " ")
    guard first.count >= 2, first.count <= 3, !first[0].contains(":") else {
      throw Failure(
        "Expected a request line as POST https://… HTTP/1.1 on standard input.")
    }
    guard first[1].hasPrefix("https://") || first[1].hasPrefix("http://") else {
      throw Failure("Expected the absolute URL in the first line, found \(first[1]).")
    }
    var headers: [Header] = []
    while !rest.isEmpty {
      let text = line(&rest)
      if text.isEmpty { break }
      guard let colon = text.firstIndex(of: ":") else {
        throw Failure("Expected a header as Name: value, found \"\(text.prefix(60))\".")
      }
      headers.append(Header(String(text[..<colon]), value(text[text.index(after: colon)...])))
    }
    return CallbackRequest(
      method: String(first[0]), url: String(first[1]), headers: headers,
      body: Array(body(rest, headers)))
  }

  /// Without the blanks around it (RFC 9110, section 5.5).
  private static func value(_ text: Substring) -> String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    let begun = text.drop(while: isBlank)
    return String(begun.reversed().drop(while: isBlank).reversed())
  }

  /// What an editor added after the stated length is not the body's.
  private static func body(_ rest: ArraySlice<UInt8>, _ headers: [Header]) -> ArraySlice<UInt8> {
    let stated = headers.first { $0.name.lowercased() == "content-length" }.flatMap {
      Int($0.value)
    }
    guard let stated, stated >= 0 else { return rest }
    return rest.prefix(stated)
  }

  private static func line(_ rest: inout ArraySlice<UInt8>) -> String {
    let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
    var line = rest[rest.startIndex..<end]
    rest = end < rest.endIndex ? rest[(end + 1)...] : []
    if line.last == 0x0D { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }
}
