/// Reads one map key by key, and in the end says which keys nobody knows.
package final class Form {
  package let node: MarkedNode
  package let faults: FaultList
  private var known: [String] = []

  /// A node that is no map is a fault, and reads as an empty one.
  package init(_ node: MarkedNode, _ faults: FaultList) {
    self.node = node
    self.faults = faults
    if node.map == nil {
      faults.add(node, "expected keys and values, found \(node.inWords)")
    }
  }

  /// The value under a key; nil when it is not there or nothing stands there.
  package func value(_ key: String) -> MarkedNode? {
    known.append(key)
    guard let value = node[key], !value.isNothing else { return nil }
    return value
  }

  /// The value under a key that must be there.
  package func required(_ key: String, _ expected: String) -> MarkedNode? {
    if let value = value(key) { return value }
    if node.map != nil {
      let path = node.keyPath.isEmpty ? key : "\(node.keyPath).\(key)"
      faults.add(
        Fault(
          file: node.file, line: node[key]?.line ?? node.line, key: path,
          sentence: "expected \(expected), there is none"))
    }
    return nil
  }

  /// The text under a key.
  package func text(_ key: String) -> String? { value(key).flatMap(text) }

  package func requiredText(_ key: String, _ expected: String) -> String? {
    required(key, expected).flatMap(text)
  }

  /// The whole number under a key, within a range.
  package func number(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = value(key) else { return nil }
    guard let number = value.text.flatMap({ Int($0) }), range.contains(number) else {
      let bounds = "\(range.lowerBound) to \(range.upperBound)"
      faults.add(value, "expected a whole number from \(bounds), found \(value.inWords)")
      return nil
    }
    return number
  }

  /// The yes or no under a key (YAML's own words).
  package func flag(_ key: String) -> Bool? {
    guard let value = value(key) else { return nil }
    switch value.text?.lowercased() {
    case "yes", "true", "on": return true
    case "no", "false", "off": return false
    default:
      faults.add(value, "expected yes or no, found \(value.inWords)")
      return nil
    }
  }

  /// The texts of a list under a key; one text alone is a list of one.
  package func texts(_ key: String) -> [String]? {
    guard let value = value(key) else { return nil }
    return (value.list ?? [value]).compactMap(text)
  }

  /// What `read` makes of the text under a key; nil from it is a fault that says what was expected.
  package func reading<Value>(_ key: String, _ expected: String, _ read: (String) -> Value?)
    -> Value?
  {
    guard let value = value(key) else { return nil }
    if let result = value.text.flatMap(read) { return result }
    faults.add(value, "expected \(expected), found \(value.inWords)")
    return nil
  }

  /// Reports every key that was never asked for.
  package func end() {
    for entry in node.map ?? [] where !known.contains(entry.key) {
      let hint = NearMatch.hint(for: entry.key, in: known)
      faults.add(
        Fault(
          file: node.file, line: entry.line, key: entry.value.keyPath,
          sentence: "unknown key\(hint); expected some of \(known.joined(separator: ", "))"))
    }
  }

  private func text(_ value: MarkedNode) -> String? {
    if let text = value.text { return text }
    faults.add(value, "expected a text, found \(value.inWords)")
    return nil
  }
}
