import FoundationEssentials

/// A JSON value (RFC 8259) as providers send and take it.
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The value of a JSON text in UTF-8, or nil when it is not one.
  init?(bytes: some Collection<UInt8>) {
    guard let value = try? Self.decoder.decode(JSONValue.self, from: Data(bytes)) else {
      return nil
    }
    self = value
  }

  /// A scalar as text (`7`, `true`, the string itself); nil for null, arrays and objects.
  var text: String? {
    switch self {
    case .string(let text): text
    case .integer(let number): String(number)
    case .double(let number): String(number)
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// Of an array; anything else is the one item itself.
  var elements: [JSONValue] { if case .array(let items) = self { items } else { [self] } }

  /// UTF-8 with the keys of objects in order, so that the same value is always the same bytes.
  var encoded: [UInt8] {
    (try? Self.encoder.encode(self)).map(Array.init) ?? []
  }

  private static let decoder = JSONDecoder()
  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()
}

extension JSONValue: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    // The usual first: each wrong guess is an error made and thrown away.
    if container.decodeNil() {
      self = .null
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let members = try? container.decode([String: JSONValue].self) {
      self = .object(members)
    } else if let items = try? container.decode([JSONValue].self) {
      self = .array(items)
    } else if let flag = try? container.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? container.decode(Int64.self) {
      self = .integer(number)
    } else {
      self = .double(try container.decode(Double.self))
    }
  }
}

extension JSONValue: Encodable {
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let flag): try container.encode(flag)
    case .integer(let number): try container.encode(number)
    case .double(let number): try container.encode(number)
    case .string(let text): try container.encode(text)
    case .array(let items): try container.encode(items)
    case .object(let members): try container.encode(members)
    }
  }
}
