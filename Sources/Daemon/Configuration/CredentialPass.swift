import Reading

/// Puts the values of credentials in place of `{credential: name}`, wherever it stands.
struct CredentialPass {
  let credentials: Credentials
  let faults: FaultList
  /// The names of credentials, by the key path of the value they gave.
  private(set) var origins: [String: String] = [:]

  init(credentials: Credentials, faults: FaultList) {
    self.credentials = credentials
    self.faults = faults
  }

  /// The name in `{credential: name}`; nil for any other node.
  static func name(_ node: MarkedNode) -> String? {
    guard let map = node.map, map.count == 1, map[0].key == "credential" else { return nil }
    return map[0].value.text
  }

  mutating func resolve(_ node: MarkedNode, but untouched: [String] = []) -> MarkedNode {
    if let name = Self.name(node) {
      origins[node.keyPath] = name
      var node = node
      let text = faults.taking { () throws(ReadingFaults) in try credentials.text(name, for: node) }
      node.value = .scalar(text ?? "", quoted: true)
      return node
    }
    var node = node
    switch node.value {
    case .scalar: break
    case .list(let items): node.value = .list(items.map { resolve($0) })
    case .map(let entries):
      node.value = .map(
        entries.map { entry in
          var entry = entry
          if !untouched.contains(entry.key) { entry.value = resolve(entry.value) }
          return entry
        })
    }
    return node
  }
}
