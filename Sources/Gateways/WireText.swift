/// Text out of bytes that somebody else sent.
enum WireText {
  /// UTF-8 where the bytes are that; Latin-1 otherwise, so that nobody's words are lost.
  static func decoded(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
    return text
  }

  /// The parameters of a form or query in their order, decoded; nil when there are more than
  /// `CallbackLimits.parameters`.
  static func parameters(_ bytes: some Collection<UInt8>) -> [Parameter]? {
    var parameters: [Parameter] = []
    var rest = bytes[...]
    // One by one: a list of all that a large body is made of would be many times its size.
    while !rest.isEmpty {
      let pair = rest.prefix { $0 != UInt8(ascii: "&") }
      rest = rest[pair.endIndex...].dropFirst()
      if pair.isEmpty { continue }
      guard parameters.count < CallbackLimits.parameters else { return nil }
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      let value = pair[equals...].dropFirst()
      parameters.append(
        Parameter(
          name: decoded(PercentEncoding.decoded(pair[..<equals], plusIsSpace: true)),
          value: decoded(PercentEncoding.decoded(value, plusIsSpace: true))))
    }
    return parameters
  }

  /// Whether bytes stand somewhere in others.
  static func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first else { return true }
    guard bytes.count >= wanted.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { start in
      bytes[start] == first
        && bytes[start..<start + wanted.count].elementsEqual(wanted)
    }
  }

  /// The query of a URL without its `?`, up to the fragment.
  static func query(_ url: String) -> Substring {
    guard let mark = url.firstIndex(of: "?") else { return "" }
    return url[url.index(after: mark)...].prefix { $0 != "#" }
  }
}

/// A name and its value, decoded.
struct Parameter: Hashable, Sendable {
  var name: String
  var value: String
}
