/// A value of a definition file with the place it stands at: what the engine reads, whatever the
/// file's syntax was.
package struct DefinitionNode: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// The text as written; `quoted` tells `"201"` (a string) from `201` (a number). An empty
    /// value is an unquoted empty text.
    case scalar(String, quoted: Bool)
    case list([DefinitionNode])
    case map([Entry])
  }

  /// A key and its value, in the order of the file.
  package struct Entry: Hashable, Sendable {
    package var key: String
    package var value: DefinitionNode
    package init(_ key: String, _ value: DefinitionNode) {
      self.key = key
      self.value = value
    }
  }

  package var content: Content
  /// From 1.
  package var line: Int
  /// As in `send.outcomes.1.when`; empty for the whole file.
  package var path: String

  package init(_ content: Content, line: Int, path: String) {
    self.content = content
    self.line = line
    self.path = path
  }

  /// The value under a key of a map, or nil.
  package subscript(key: String) -> DefinitionNode? {
    guard case .map(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// In words, for a sentence about what was found.
  var kind: String {
    switch content {
    case .scalar(let text, _): text.isEmpty ? "nothing" : "`\(text)`"
    case .list: "a list"
    case .map: "a map"
    }
  }
}
