/// A place in a JSON value (RFC 6901).
struct JSONPointer: Hashable, Sendable {
  /// Unescaped; empty for the whole value.
  let tokens: [String]

  /// Nil when the text is not a pointer: it is empty or begins with `/`, and `~` is only in `~0`
  /// and `~1` (RFC 6901, section 3).
  init?(_ text: String) {
    if text.isEmpty {
      tokens = []
      return
    }
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    var tokens: [String] = []
    for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard let token = Self.unescape(part) else { return nil }
      tokens.append(token)
    }
    self.tokens = tokens
  }

  private static func unescape(_ part: Substring) -> String? {
    var token = ""
    var rest = part.makeIterator()
    while let character = rest.next() {
      if character != "~" {
        token.append(character)
        continue
      }
      switch rest.next() {
      case "0": token.append("~")
      case "1": token.append("/")
      default: return nil
      }
    }
    return token
  }

  /// The value at this place, or nil when there is none.
  func value(in root: JSONValue) -> JSONValue? {
    var value = root
    for token in tokens {
      switch value {
      case .object(let members):
        guard let member = members[token] else { return nil }
        value = member
      case .array(let items):
        guard let index = Self.index(token), items.indices.contains(index) else { return nil }
        value = items[index]
      default: return nil
      }
    }
    return value
  }

  /// Beyond RFC 6901, in `items` only: a token `*` stands for every member of an object.
  var hasStar: Bool { tokens.contains("*") }

  /// Every value at this place, each with the names its stars stood for, in order of names.
  func values(in root: JSONValue) -> [(value: JSONValue, keys: [String])] {
    var found: [(value: JSONValue, keys: [String])] = [(root, [])]
    for token in tokens {
      found = found.flatMap { Self.step($0.value, token, $0.keys) }
    }
    return found
  }

  private static func step(_ value: JSONValue, _ token: String, _ keys: [String])
    -> [(value: JSONValue, keys: [String])]
  {
    guard case .object(let members) = value else { return [] }
    guard token == "*" else { return members[token].map { [($0, keys)] } ?? [] }
    return members.sorted { $0.key < $1.key }.map { ($0.value, keys + [$0.key]) }
  }

  /// Digits without a leading zero (RFC 6901, section 4).
  private static func index(_ token: String) -> Int? {
    guard token == "0" || (token.utf8.first != UInt8(ascii: "0")) else { return nil }
    guard token.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(token)
  }
}
