/// Where a value stands in a response or a callback.
struct ValueSource: Hashable, Sendable {
  enum Place: Hashable, Sendable {
    case pointer(JSONPointer)
    /// A parameter of the form, else of the query.
    case field(String)
    case header(String)
    /// The whole body as text.
    case body
    /// The name that the `*` of this number stood for, from 1.
    case key(Int)
  }

  var place: Place
  /// There only where it begins with this.
  var start: String?
  /// Only what follows the first of these, and precedes the next of those.
  var after: String?
  var before: String?

  /// The text there; nil when there is none, or it is empty.
  func text(in view: WireView) -> String? {
    let whole: String? =
      switch place {
      case .pointer(let pointer): view.value(pointer).flatMap(Self.text)
      case .field(let name): view.field(name)
      case .header(let name): view.header(name)
      case .body: view.bodyText
      case .key(let number): view.keys.indices.contains(number - 1) ? view.keys[number - 1] : nil
      }
    return whole.flatMap(cut)
  }

  /// The first scalar of an array stands for it.
  private static func text(_ value: JSONValue) -> String? {
    if case .array(let items) = value { return items.first?.text }
    return value.text
  }

  private func cut(_ whole: String) -> String? {
    var rest = whole[...]
    if let start, !rest.hasPrefix(start) { return nil }
    if let after {
      guard let range = rest.firstRange(of: after) else { return nil }
      rest = rest[range.upperBound...]
    }
    if let before, let range = rest.firstRange(of: before) { rest = rest[..<range.lowerBound] }
    return rest.isEmpty ? nil : String(rest)
  }

  /// All the texts there: of an array, each item's.
  func texts(in view: WireView) -> [String] {
    if case .pointer(let pointer) = place, case .array(let items)? = view.value(pointer) {
      return items.compactMap { $0.text.flatMap(cut) }
    }
    return text(in: view).map { [$0] } ?? []
  }
}

extension [ValueSource] {
  /// The first that is there.
  func text(in view: WireView) -> String? {
    for source in self {
      if let text = source.text(in: view) { return text }
    }
    return nil
  }

  func texts(in view: WireView) -> [String] {
    for source in self {
      let texts = source.texts(in: view)
      if !texts.isEmpty { return texts }
    }
    return []
  }
}

extension DefinitionReader {
  /// `/pointer`, `Parameter`, `{header: X}`, `{at: /pointer, before: "."}`, or a list of these, the
  /// first that is there. `fields`: parameters are allowed (callbacks have them, answers do not).
  mutating func sources(_ node: DefinitionNode, fields: Bool) -> [ValueSource] {
    items(node).compactMap { source($0, fields: fields) }
  }

  private mutating func source(_ node: DefinitionNode, fields: Bool) -> ValueSource? {
    if case .scalar(let text, _) = node.content {
      if let pointer = JSONPointer(text), !text.isEmpty { return .init(place: .pointer(pointer)) }
      if fields, !text.isEmpty, text.utf8.first != UInt8(ascii: "/") {
        return .init(place: .field(text))
      }
      let parameter = fields ? ", or the name of a parameter" : ""
      fault(node, "expected a JSON pointer like /sid (RFC 6901)\(parameter), found \(node.kind)")
      return nil
    }
    let entries = map(node, keys: ["at", "field", "header", "key", "starts", "after", "before"])
    var source = ValueSource(place: .body)
    for entry in entries {
      switch entry.key {
      case "at": if let found = pointer(entry.value) { source.place = .pointer(found) }
      case "field": if let name = text(entry.value) { source.place = .field(name) }
      case "header": if let name = text(entry.value) { source.place = .header(name) }
      case "key": if let found = number(entry.value, 1...4) { source.place = .key(found) }
      case "starts": source.start = text(entry.value)
      case "after": source.after = text(entry.value)
      case "before": source.before = text(entry.value)
      default: break
      }
    }
    if entries.isEmpty { fault(node, "expected at, field, header, key, starts, after or before") }
    return source
  }
}
