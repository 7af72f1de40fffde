/// What must hold of a response or a callback for a rule to apply: all parts that are given.
struct Condition: Hashable, Sendable {
  /// Any of these; empty: whatever it is.
  var statuses: [CodePattern] = []
  /// The first that is there; empty: only the answer as a whole is looked at.
  var sources: [ValueSource] = []
  /// Any of these; empty: the value is there.
  var values: [CodePattern] = []
  /// None of these.
  var excluded: [CodePattern] = []
  /// In the body, in lower case; compared without regard to case.
  var contains: [String] = []
  /// With exactly this.
  var starts: [String] = []

  func holds(in view: WireView) -> Bool {
    if !statuses.isEmpty {
      guard let status = view.status.map({ String($0) }) else { return false }
      guard statuses.contains(where: { $0.matches(status) }) else { return false }
    }
    if !starts.isEmpty, !starts.contains(where: view.bodyText.hasPrefix) { return false }
    if !sources.isEmpty, !holdsAtSource(in: view) { return false }
    if contains.isEmpty { return true }
    let text = Array(view.bodyText.lowercased().utf8)
    return contains.contains { WireText.contains(text, Array($0.utf8)) }
  }

  private func holdsAtSource(in view: WireView) -> Bool {
    let text = sources.text(in: view) ?? (sources.contains { isPresent($0, in: view) } ? "" : nil)
    if !excluded.isEmpty, let text, excluded.contains(where: { $0.matches(text) }) { return false }
    if values.isEmpty { return !excluded.isEmpty || text != nil }
    guard let text else { return false }
    return values.contains { $0.matches(text) }
  }

  private func isPresent(_ source: ValueSource, in view: WireView) -> Bool {
    switch source.place {
    case .pointer(let pointer): view.value(pointer).map { $0 != .null } ?? false
    case .field(let name): view.field(name) != nil
    case .header(let name): view.header(name) != nil
    case .body, .key: false
    }
  }
}

/// A code, compared without regard to case; in one made of digits, `x` stands for any digit
/// (`5xx`, `47xx`); one that ends in `*` is the beginning of a code (`ESME_*`).
struct CodePattern: Hashable, Sendable {
  private let text: String
  private let hasWildcard: Bool

  init(_ text: String) {
    self.text = text.lowercased()
    self.hasWildcard =
      text.utf8.first.map { (0x30...0x39).contains($0) } == true && text.contains("x")
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x78 }
  }

  func matches(_ value: String) -> Bool {
    let value = value.lowercased()
    if text.hasSuffix("*") { return value.hasPrefix(text.dropLast()) }
    guard hasWildcard, value.utf8.count == text.utf8.count else { return value == text }
    return zip(value.utf8, text.utf8).allSatisfy { byte, pattern in
      pattern == 0x78 ? (0x30...0x39).contains(byte) : byte == pattern
    }
  }
}

extension DefinitionReader {
  /// `{status: 400, at: /code, in: [21610]}`, `{field: Body}`, `{status: 5xx, contains: "queue"}`,
  /// or a list of such maps that must all hold.
  mutating func conditions(_ node: DefinitionNode, fields: Bool) -> [Condition] {
    items(node).map { condition($0, fields: fields) }
  }

  private mutating func condition(_ node: DefinitionNode, fields: Bool) -> Condition {
    var keys = ["status", "at", "header", "in", "is", "not", "contains", "starts"]
    if fields { keys += ["field", "query"] }
    return condition(map(node, keys: keys))
  }

  mutating func condition(_ entries: [DefinitionNode.Entry]) -> Condition {
    var condition = Condition()
    for entry in entries {
      let value = entry.value
      switch entry.key {
      case "status": condition.statuses = statuses(value)
      case "at":
        condition.sources = items(value).compactMap { pointer($0) }.map {
          .init(place: .pointer($0))
        }
      case "field", "query": condition.sources = texts(value).map { .init(place: .field($0)) }
      case "header": condition.sources = texts(value).map { .init(place: .header($0)) }
      case "in", "is": condition.values = codes(value)
      case "not": condition.excluded = codes(value)
      case "contains": condition.contains = texts(value).map { $0.lowercased() }
      case "starts": condition.starts = texts(value)
      default: break
      }
    }
    return condition
  }

  mutating func codes(_ node: DefinitionNode) -> [CodePattern] {
    texts(node).map(CodePattern.init)
  }

  /// Those of HTTP (RFC 9110, section 15) or SMTP (RFC 5321, section 4.2).
  mutating func statuses(_ node: DefinitionNode) -> [CodePattern] {
    texts(node).compactMap { text in
      let bytes = Array(text.lowercased().utf8)
      let fits =
        bytes.count == 3 && (0x31...0x35).contains(bytes[0])
        && bytes.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == 0x78 }
      if fits { return CodePattern(text) }
      fault(node, "expected statuses from 100 to 599, as 201 or 4xx, found `\(text)`")
      return nil
    }
  }
}
