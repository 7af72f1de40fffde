import Foundation
import Gateways
import Reading

/// The definitions in `deploy/providers`, read as the daemon reads them.
enum ShippedDefinition {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "deploy/providers")

  /// File names without `.yaml`, sorted.
  static var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }

  static func named(_ name: String) throws -> Definition {
    let text = try String(contentsOf: folder.appending(path: name + ".yaml"), encoding: .utf8)
    return try parse(text, file: name + ".yaml")
  }

  static func parse(_ yaml: String, file: String = "test.yaml") throws -> Definition {
    try Definition(node: node(try YAMLReader.read(text: yaml, file: file)), file: file)
  }

  private static func node(_ node: MarkedNode) -> DefinitionNode {
    let content: DefinitionNode.Content =
      switch node.value {
      case .scalar(let text, let quoted): .scalar(text, quoted: quoted)
      case .list(let items): .list(items.map(Self.node))
      case .map(let entries): .map(entries.map { .init($0.key, Self.node($0.value)) })
      }
    return DefinitionNode(content, line: node.line, path: node.keyPath)
  }
}
