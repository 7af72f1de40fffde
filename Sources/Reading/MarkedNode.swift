/// A value in a file, with the place it stands at. Nothing is guessed from how a scalar looks:
/// `+15005550006`, `no` and `09:00` are texts.
package struct MarkedNode: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    /// `quoted` tells `""` from nothing at all.
    case scalar(String, quoted: Bool)
    case list([MarkedNode])
    /// In the order of the file; keys are unique.
    case map([Entry])
  }

  /// A key, the line it stands on, and its value.
  package struct Entry: Hashable, Sendable {
    package var key: String
    package var line: Int
    package var value: MarkedNode
    package init(key: String, line: Int, value: MarkedNode) {
      self.key = key
      self.line = line
      self.value = value
    }
  }

  package var value: Value
  package var file: String
  /// From 1.
  package var line: Int
  /// From 1.
  package var column: Int
  /// Keys and indices from the root, joined by dots: `phases.2.at`; empty at the root.
  package var keyPath: String

  package init(_ value: Value, file: String, line: Int, column: Int = 1, keyPath: String = "") {
    self.value = value
    self.file = file
    self.line = line
    self.column = column
    self.keyPath = keyPath
  }

  /// The text of a scalar; nil for lists, maps, and where nothing stands.
  package var text: String? {
    guard case .scalar(let text, _) = value, !isNothing else { return nil }
    return text
  }

  /// A key without a value, `~` or `null`.
  package var isNothing: Bool {
    guard case .scalar(let text, quoted: false) = value else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  package var list: [MarkedNode]? {
    guard case .list(let items) = value else { return nil }
    return items
  }

  package var map: [Entry]? {
    guard case .map(let entries) = value else { return nil }
    return entries
  }

  /// The value under a key of a map.
  package subscript(key: String) -> MarkedNode? {
    map?.first { $0.key == key }?.value
  }

  /// This node, or the first below it in the order of the file, of which something is true.
  package func first(where condition: (MarkedNode) -> Bool) -> MarkedNode? {
    if condition(self) { return self }
    for child in list ?? map?.map(\.value) ?? [] {
      if let found = child.first(where: condition) { return found }
    }
    return nil
  }

  /// What stands here, for the end of a sentence: `"abc"`, `a list`, `nothing`.
  package var inWords: String {
    switch value {
    case .scalar where isNothing: "nothing"
    case .scalar(let text, _): "\"\(text.count > 60 ? text.prefix(60) + "…" : text[...])\""
    case .list: "a list"
    case .map: "a map"
    }
  }
}
