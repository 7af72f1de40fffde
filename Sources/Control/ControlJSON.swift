import FoundationEssentials

/// The one way values become JSON and back: sorted keys, plain slashes, so that the same value is
/// the same bytes.
package enum ControlJSON {
  package static func encode(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("our own values hold only strings, whole numbers and booleans")
    }
    return [UInt8](data)
  }

  /// As `decode`, for what somebody asks of us: an empty body stands for `{}`, and a key that
  /// means nothing is refused, because its sender believes that it does.
  package static func decodeStrictly<Value: Codable>(
    _: Value.Type, from json: [UInt8], for name: String
  ) throws(Refusal) -> Value {
    let bytes = json.isEmpty ? Array("{}".utf8) : json
    let value = try decode(Value.self, from: bytes, for: name)
    let known = keys(of: encode(value))
    guard let stray = keys(of: bytes).first(where: { !known.contains($0) }) else { return value }
    throw Refusal(.wrongUsage, "\(name): unknown key “\(stray)”.")
  }

  /// The keys of an object that are not null, sorted; none for what is no object.
  private static func keys(of json: [UInt8]) -> [String] {
    let object = try? JSONDecoder().decode([String: Anything?].self, from: Data(json))
    return (object ?? [:]).filter { $0.value != nil }.keys.sorted()
  }

  /// Reads `json` as a `Value`; the refusal names `name`, the key, and what was expected.
  package static func decode<Value: Decodable>(
    _: Value.Type, from json: [UInt8], for name: String
  ) throws(Refusal) -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(json))
    } catch let error as DecodingError {
      throw Refusal(.wrongUsage, "\(name): \(sentence(error))")
    } catch {
      throw Refusal(.wrongUsage, "\(name): the body is not JSON.")
    }
  }

  private struct Anything: Decodable {
    init(from decoder: any Decoder) throws {}
  }

  private static func sentence(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "“\(key.stringValue)” is missing."
    case .valueNotFound(_, let context): "\(place(context)) is null, a value was expected."
    case .typeMismatch(let type, let context): "\(place(context)) is not \(word(type))."
    case .dataCorrupted(let context):
      context.codingPath.isEmpty
        ? "the body is not JSON." : "\(place(context)) is not one of the values there are."
    @unknown default: "the body could not be read."
    }
  }

  private static func place(_ context: DecodingError.Context) -> String {
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return path.isEmpty ? "the body" : "“\(path)”"
  }

  private static func word(_ type: any Any.Type) -> String {
    switch type {
    case is String.Type: "text"
    case is Bool.Type: "true or false"
    case is Int.Type, is Int64.Type: "a whole number"
    default: "an object"
    }
  }
}
