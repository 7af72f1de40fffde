import FoundationEssentials

/// JSON texts (RFC 8259) as Foundation writes them: the keys of objects in order, no blanks.
enum JSONText {
  static func of(_ value: some Encodable) -> [UInt8] {
    (try? encoder.encode(value)).map(Array.init) ?? []
  }

  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()
}
