import Foundation

/// A JSON value (RFC 8259) as providers send it.
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// A whole number beyond 64 bits, of up to 38 digits: somebody's id.
  case digits(String)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The value of a JSON text, or nil when it is not one. Of a name that comes twice in an object
  /// the last value counts. Not taken: more than 512 levels, and numbers beyond Double (RFC 8259,
  /// section 9, allows limits).
  init?(bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    if bytes.isEmpty { return nil }
    guard let found = Self.read(bytes) ?? LoneSurrogates.replaced(in: bytes).flatMap(Self.read)
    else { return nil }
    self.init(found)
  }

  private static func read(_ bytes: [UInt8]) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
  }

  /// Of what Foundation makes of a text.
  private init(_ found: Any) {
    switch found {
    case let text as String: self = .string(text)
    case let members as [String: Any]: self = .object(members.mapValues { JSONValue($0) })
    case let items as [Any]: self = .array(items.map { JSONValue($0) })
    case let number as NSNumber: self.init(number)
    default: self = .null
    }
  }

  private init(_ number: NSNumber) {
    if type(of: number) == type(of: Self.flag) {
      self = .bool(number.boolValue)
    } else if !(number is NSDecimalNumber), let whole = number as? Int64 {
      self = .integer(whole)
    } else {
      self.init(digits: number.stringValue)
    }
  }

  /// A decimal number converts to others by rounding, so it is read anew.
  private init(digits text: String) {
    let isWhole = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    if let whole = Int64(text) {
      self = .integer(whole)
    } else if isWhole, text.utf8.count <= 38 {
      self = .digits(text)
    } else {
      self = .double(Double(text) ?? .nan)
    }
  }

  private static let flag = NSNumber(value: true)

  /// A scalar as text (`7`, `true`, the string itself); nil for null, arrays and objects.
  var text: String? {
    switch self {
    case .string(let text), .digits(let text): text
    case .integer(let number): String(number)
    case .double(let number): String(number)
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// Of an array; anything else is the one item itself.
  var elements: [JSONValue] { if case .array(let items) = self { items } else { [self] } }
}
