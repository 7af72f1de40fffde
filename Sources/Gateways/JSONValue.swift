/// A JSON value (RFC 8259) as providers send and take it.
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The value of a JSON text in UTF-8, or nil when it is not one. Of a name that comes twice in an
  /// object the last counts.
  init?(bytes: some Collection<UInt8>) {
    var reader = JSONReader(bytes)
    guard let value = reader.document() else { return nil }
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

  /// UTF-8 with the keys of objects in order, so that the same value is always the same bytes.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    JSONWriter.write(self, to: &bytes)
    return bytes
  }
}
