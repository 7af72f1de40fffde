/// Everything that is wrong with a definition, in the order of the file.
package struct DefinitionFaults: Error, Hashable, CustomStringConvertible {
  package struct Fault: Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// From 1.
    package var line: Int
    /// As in `send.accepted.id`; empty for the whole file.
    package var key: String
    /// One plain sentence: what was expected, and what was found.
    package var sentence: String

    package init(file: String, line: Int, key: String, sentence: String) {
      self.file = file
      self.line = line
      self.key = key
      self.sentence = sentence
    }

    package var description: String {
      key.isEmpty ? "\(file):\(line): \(sentence)" : "\(file):\(line): \(key): \(sentence)"
    }
  }

  package var faults: [Fault]

  package init(faults: [Fault]) { self.faults = faults }

  package var description: String { faults.map(\.description).joined(separator: "\n") }
}
