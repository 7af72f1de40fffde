import Foundation
import Gateways
import Testing
import Yams

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
    let root = try #require(try Yams.compose(yaml: yaml))
    return try Definition(node: node(root, path: ""), file: file)
  }

  static func node(_ node: Node, path: String) -> DefinitionNode {
    let line = node.mark?.line ?? 1
    switch node {
    case .scalar(let scalar):
      let quoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      return DefinitionNode(.scalar(scalar.string, quoted: quoted), line: line, path: path)
    case .sequence(let items):
      let nodes = items.enumerated().map { self.node($1, path: "\(path)[\($0)]") }
      return DefinitionNode(.list(nodes), line: line, path: path)
    case .mapping(let pairs):
      let entries = pairs.map { pair in
        let key = pair.key.string ?? ""
        let path = path.isEmpty ? key : path + "." + key
        return DefinitionNode.Entry(key, self.node(pair.value, path: path))
      }
      return DefinitionNode(.map(entries), line: line, path: path)
    case .alias:
      return DefinitionNode(.scalar("", quoted: false), line: line, path: path)
    }
  }
}
