import Gateways
import Reading

/// Reads provider definitions: the shipped ones, and the operator's, which replace those of the
/// same name.
struct DefinitionLoader {
  let faults: FaultList

  /// By provider name. Broken shipped definitions are told only when nothing replaces them.
  func load(_ directories: [String]) -> [String: Definition] {
    var definitions: [String: Definition] = [:]
    for directory in directories {
      let paths = faults.taking { () throws(ReadingFaults) in
        try Files.list(directory, suffix: ".yaml")
      }
      for path in paths ?? [] {
        guard let definition = read(path) else { continue }
        definitions[definition.name] = definition
      }
    }
    return definitions
  }

  private func read(_ path: String) -> Definition? {
    faults.taking { () throws(ReadingFaults) in
      let root = try YAMLReader.read(bytes: Files.source(path), file: path)
      do throws(DefinitionFaults) {
        return try Definition(node: Self.node(root), file: path)
      } catch {
        throw ReadingFaults(
          error.faults.map {
            Fault(file: $0.file, line: $0.line, key: $0.key, sentence: $0.sentence)
          })
      }
    }
  }

  /// The same tree, as the engine takes it.
  package static func node(_ node: MarkedNode) -> DefinitionNode {
    let content: DefinitionNode.Content =
      switch node.value {
      case .scalar(_, _) where node.isNothing: .scalar("", quoted: false)
      case .scalar(let text, let quoted): .scalar(text, quoted: quoted)
      case .list(let items): .list(items.map(Self.node))
      case .map(let entries): .map(entries.map { .init($0.key, Self.node($0.value)) })
      }
    return DefinitionNode(content, line: node.line, path: node.keyPath)
  }
}
