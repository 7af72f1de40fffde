/// A JSON body with placeholders; what comes out empty is left out of its object or array.
///
/// What is constant in it was encoded when the definition was read: a request encodes its values.
indirect enum JSONTemplate: Hashable, Sendable {
  /// Encoded.
  case constant([UInt8])
  case text(PlaceholderText)
  case array([JSONTemplate])
  case object([Member])

  struct Member: Hashable, Sendable {
    /// Encoded, with the colon.
    let name: [UInt8]
    let value: JSONTemplate

    init(_ name: String, _ value: JSONTemplate) {
      self.name = JSONText.of(name) + [UInt8(ascii: ":")]
      self.value = value
    }
  }

  /// Appends what is left of it when it is filled in; false, and nothing appended, when that is
  /// nothing.
  func write(_ values: Values, to text: inout [UInt8]) -> Bool {
    switch self {
    case .constant(let bytes):
      text += bytes
      return true
    case .text(let placeholders): return Self.write(placeholders, values, to: &text)
    case .array(let items):
      return Self.write(items, in: ("[", "]"), to: &text) { $0.write(values, to: &$1) }
    case .object(let members):
      if members.contains(where: { $0.value.lacksWhatIsNeeded(values) }) { return false }
      return Self.write(members, in: ("{", "}"), to: &text) { member, text in
        text += member.name
        return member.value.write(values, to: &text)
      }
    }
  }

  private func lacksWhatIsNeeded(_ values: Values) -> Bool {
    if case .text(let text) = self, text.isNeeded { text.filledWhole(values) == nil } else { false }
  }

  /// Parts that come to nothing are taken back; when all of some do, so is the whole.
  private static func write<Part>(
    _ parts: [Part], in marks: (open: Unicode.Scalar, close: Unicode.Scalar),
    to text: inout [UInt8], _ write: (Part, inout [UInt8]) -> Bool
  ) -> Bool {
    let start = text.count
    var isEmpty = true
    for part in parts {
      let end = text.count
      text.append(UInt8(ascii: isEmpty ? marks.open : ","))
      if write(part, &text) {
        isEmpty = false
      } else {
        text.removeSubrange(end...)
      }
    }
    if isEmpty {
      text.removeSubrange(start...)
      guard parts.isEmpty else { return false }
      text.append(UInt8(ascii: marks.open))
    }
    text.append(UInt8(ascii: marks.close))
    return true
  }

  /// A placeholder that is a number by its nature is one where it stands alone.
  private static func write(
    _ placeholders: PlaceholderText, _ values: Values, to text: inout [UInt8]
  ) -> Bool {
    guard let filled = placeholders.filledWhole(values) else { return false }
    if placeholders.pieces.count == 1,
      case .placeholder(.message(let name), _) = placeholders.pieces[0], name.isNumber,
      let number = Int64(filled)
    {
      text += JSONText.of(number)
    } else {
      text += JSONText.of(filled)
    }
    return true
  }

  /// Every text in it that has placeholders, in order.
  var texts: [PlaceholderText] {
    switch self {
    case .constant: []
    case .text(let text): [text]
    case .array(let items): items.flatMap(\.texts)
    case .object(let members): members.flatMap(\.value.texts)
    }
  }
}

extension DefinitionReader {
  mutating func json(_ node: DefinitionNode) -> JSONTemplate {
    switch node.content {
    case .scalar(let text, let quoted):
      if !quoted, let literal = Self.literal(text) { return .constant(literal) }
      return placeholders(node).map(Self.text) ?? .constant(JSONText.of(String?.none))
    case .list(let items): return .array(items.map { json($0) })
    case .map(let entries):
      // In the order of their names, so that the same request is always the same bytes.
      let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return .object(sorted.map { JSONTemplate.Member($0.key, json($0.value)) })
    }
  }

  private static func text(_ text: PlaceholderText) -> JSONTemplate {
    if text.pieces.isEmpty { return .constant(JSONText.of("")) }
    if text.pieces.count == 1, case .literal(let literal) = text.pieces[0] {
      return .constant(JSONText.of(literal))
    }
    return .text(text)
  }

  private static func literal(_ text: String) -> [UInt8]? {
    switch text {
    case "true": JSONText.of(true)
    case "false": JSONText.of(false)
    case "null", "~", "": JSONText.of(String?.none)
    default: Int64(text).map { JSONText.of($0) }
    }
  }
}
