/// Takes values out of a definition's nodes and keeps what is wrong, so that all faults of a file
/// are told together.
struct DefinitionReader {
  let file: String
  private(set) var faults: [DefinitionFaults.Fault] = []

  init(file: String) { self.file = file }

  /// By line, those of one line as they were found.
  var faultsInOrder: [DefinitionFaults.Fault] {
    faults.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }

  mutating func fault(_ node: DefinitionNode, _ sentence: String) {
    faults.append(.init(file: file, line: node.line, key: node.path, sentence: sentence))
  }

  /// The entries of a map; faults for anything else and for keys that are not in `keys`.
  mutating func map(_ node: DefinitionNode, keys: [String]? = nil) -> [DefinitionNode.Entry] {
    guard case .map(let entries) = node.content else {
      fault(node, "expected a map of keys and values, found \(node.kind)")
      return []
    }
    for entry in entries {
      if let keys, !keys.contains(entry.key) {
        let listed = keys.joined(separator: ", ")
        fault(entry.value, "unknown key `\(entry.key)`; expected one of: \(listed)")
      }
    }
    return entries
  }

  mutating func require(_ key: String, in node: DefinitionNode) -> DefinitionNode? {
    if let value = node[key] { return value }
    fault(node, "the key `\(key)` is missing")
    return nil
  }

  mutating func text(_ node: DefinitionNode) -> String? {
    guard case .scalar(let text, _) = node.content, !text.isEmpty else {
      fault(node, "expected a text, found \(node.kind)")
      return nil
    }
    return text
  }

  /// A text or a list of texts.
  mutating func texts(_ node: DefinitionNode) -> [String] {
    guard case .list(let items) = node.content else { return text(node).map { [$0] } ?? [] }
    if items.isEmpty { fault(node, "expected at least one value") }
    return items.compactMap { text($0) }
  }

  mutating func flag(_ node: DefinitionNode) -> Bool {
    if case .scalar(let text, quoted: false) = node.content {
      if text == "true" || text == "yes" { return true }
      if text == "false" || text == "no" { return false }
    }
    fault(node, "expected true or false, found \(node.kind)")
    return false
  }

  mutating func number(_ node: DefinitionNode, _ range: ClosedRange<Int>) -> Int? {
    if case .scalar(let text, _) = node.content, let number = Int(text), range.contains(number) {
      return number
    }
    fault(
      node,
      "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(node.kind)")
    return nil
  }

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: DefinitionNode, of type: Choice.Type
  ) -> Choice? {
    if case .scalar(let text, _) = node.content, let choice = Choice(rawValue: text) {
      return choice
    }
    let listed = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    fault(node, "expected one of: \(listed); found \(node.kind)")
    return nil
  }

  mutating func placeholders(_ node: DefinitionNode) -> PlaceholderText? {
    guard case .scalar(let source, _) = node.content else {
      fault(node, "expected a text, found \(node.kind)")
      return nil
    }
    if let text = PlaceholderText(source) { return text }
    fault(
      node,
      "expected placeholders like {{to}} (a-z, 0-9, _; {{text|xml}} for XML, {{x|needed}} in "
        + "JSON), found `\(source)`")
    return nil
  }

  mutating func pointer(_ node: DefinitionNode) -> JSONPointer? {
    if case .scalar(let text, _) = node.content, let pointer = JSONPointer(text) { return pointer }
    fault(node, "expected a JSON pointer like /sid (RFC 6901), found \(node.kind)")
    return nil
  }

  /// The items of a list, or the one value that stands in its place.
  func items(_ node: DefinitionNode) -> [DefinitionNode] {
    if case .list(let items) = node.content { return items }
    return [node]
  }
}
