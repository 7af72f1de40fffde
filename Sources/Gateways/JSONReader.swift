/// Reads one JSON text (RFC 8259) in UTF-8, strictly; nil is no JSON. docs/decisions/0122 says why
/// Foundation's decoder is not taken.
struct JSONReader {
  /// Arrays and objects inside each other; what is deeper is nobody's callback.
  static let depthMost = 64

  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: some Collection<UInt8>) {
    self.bytes = Array(bytes)
  }

  mutating func document() -> JSONValue? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    guard let value = value(depth: 0) else { return nil }
    skipBlanks()
    return at == bytes.count ? value : nil
  }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipBlanks() {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x0A, 0x0D, 0x09: at += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    at += 1
    return true
  }

  private mutating func value(depth: Int) -> JSONValue? {
    skipBlanks()
    switch next {
    case UInt8(ascii: "\""): return string().map(JSONValue.string)
    case UInt8(ascii: "{"): return depth < Self.depthMost ? object(depth: depth + 1) : nil
    case UInt8(ascii: "["): return depth < Self.depthMost ? array(depth: depth + 1) : nil
    case UInt8(ascii: "t"): return word("true", .bool(true))
    case UInt8(ascii: "f"): return word("false", .bool(false))
    case UInt8(ascii: "n"): return word("null", .null)
    default: return number()
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) -> JSONValue? {
    for byte in "\(word)".utf8 {
      guard next == byte else { return nil }
      at += 1
    }
    return value
  }

  private mutating func object(depth: Int) -> JSONValue? {
    at += 1
    var members: [String: JSONValue] = [:]
    skipBlanks()
    if take("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\""), let name = string() else { return nil }
      skipBlanks()
      guard take(":"), let value = value(depth: depth) else { return nil }
      members[name] = value
      skipBlanks()
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func array(depth: Int) -> JSONValue? {
    at += 1
    var items: [JSONValue] = []
    skipBlanks()
    if take("]") { return .array(items) }
    repeat {
      guard let value = value(depth: depth) else { return nil }
      items.append(value)
      skipBlanks()
    } while take(",")
    return take("]") ? .array(items) : nil
  }

  // MARK: Numbers

  /// A whole number where it is one (`1.0` too); a text where it is too long for 64 bits, for it is
  /// somebody's id then.
  private mutating func number() -> JSONValue? {
    let start = at
    _ = take("-")
    let whole = digits()
    guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return nil }
    var isWhole = true
    if take(".") {
      isWhole = false
      guard !digits().isEmpty else { return nil }
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      guard !digits().isEmpty else { return nil }
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if isWhole { return Int64(text).map(JSONValue.integer) ?? .string(text) }
    guard let number = Double(text), number.isFinite else { return nil }
    return Int64(exactly: number).map(JSONValue.integer) ?? .double(number)
  }

  private mutating func digits() -> ArraySlice<UInt8> {
    let start = at
    while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
    return bytes[start..<at]
  }

  // MARK: Strings

  private mutating func string() -> String? {
    at += 1
    let start = at
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        at += 1
        return String(validating: bytes[start..<at - 1], as: UTF8.self)
      case UInt8(ascii: "\\"): return escaped(Array(bytes[start..<at]))
      case 0..<0x20: return nil
      default: at += 1
      }
    }
    return nil
  }

  /// The rest of a string from its first escape on.
  private mutating func escaped(_ before: [UInt8]) -> String? {
    var text = before
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      case 0..<0x20: return nil
      default: text.append(byte)
      }
    }
    return nil
  }

  /// What follows a backslash. Half of a surrogate pair becomes U+FFFD: nobody's words are lost.
  private mutating func escape() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return unicode()
    default: return nil
    }
  }

  private mutating func unicode() -> Unicode.Scalar? {
    guard let first = fourDigits() else { return nil }
    if let scalar = Unicode.Scalar(first) { return scalar }
    let mark = at
    guard first < 0xDC00, take("\\"), take("u"), let second = fourDigits(),
      (0xDC00...0xDFFF).contains(second)
    else {
      at = mark
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private mutating func fourDigits() -> UInt32? {
    guard at + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[at..<at + 4] {
      guard let digit = PercentEncoding.hexDigit(byte) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    at += 4
    return value
  }
}
