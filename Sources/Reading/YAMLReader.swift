import Yams

/// Reads one YAML document into marked nodes.
///
/// Only the parser's nodes are used: its loaders would turn `+15005550006` into a number and `no`
/// into false. One syntax fault a file is told; a repeated key is one.
package enum YAMLReader {
  /// Deeper nesting is refused; no file of ours has more than ten.
  package static let depthMax = 40

  package static func read(bytes: [UInt8], file: String) throws(ReadingFaults) -> MarkedNode {
    try read(text: SourceText.decode(bytes, file: file), file: file)
  }

  package static func read(text: String, file: String) throws(ReadingFaults) -> MarkedNode {
    do {
      // An empty resolver leaves every scalar a text. The parser lives until the nodes are
      // converted: they hold their anchors weakly.
      let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
      let root = try parser.singleRoot()
      return try withExtendedLifetime(parser) { () throws(ReadingFaults) in
        try convert(root, file: file)
      }
    } catch let error as ReadingFaults {
      throw error
    } catch {
      throw ReadingFaults([syntaxFault(error, file: file)])
    }
  }

  private static func convert(_ root: Node?, file: String) throws(ReadingFaults) -> MarkedNode {
    guard let root else {
      throw ReadingFaults([Fault(file: file, sentence: "expected keys and values, it is empty")])
    }
    var conversion = Conversion(file: file)
    let node = conversion.node(root, path: [], line: 1)
    if !conversion.faults.isEmpty { throw ReadingFaults(conversion.faults) }
    return node
  }

  private static func syntaxFault(_ error: any Error, file: String) -> Fault {
    switch error {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _),
      YamlError.composer(let context, let problem, let mark, _):
      let about = context.map { " (\($0.text) that begins on line \($0.mark.line))" } ?? ""
      return Fault(
        file: file, line: mark.line, sentence: "expected valid YAML: \(problem)\(about)")
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "\"\($0)\"" }.joined(separator: ", ")
      return Fault(
        file: file, line: context.mark.line, key: keys.first ?? "",
        sentence: "expected each key once, \(names) stands here and again further down")
    case YamlError.reader(let problem, _, let value, _):
      return Fault(
        file: file, sentence: "expected text, found the code \(value): \(problem)")
    default:
      return Fault(file: file, sentence: "expected valid YAML: \(error)")
    }
  }
}

/// Turns the parser's nodes into ours, and refuses what a file of settings never needs.
private struct Conversion {
  let file: String
  var faults: [Fault] = []

  init(file: String) { self.file = file }

  mutating func node(_ node: Node, path: [String], line: Int) -> MarkedNode {
    let line = node.mark?.line ?? line
    let place = path.joined(separator: ".")
    let refusal = refusal(of: node, depth: path.count)
    if let refusal {
      faults.append(Fault(file: file, line: line, key: place, sentence: refusal))
    }
    let value: MarkedNode.Value =
      refusal == nil ? self.value(node, path: path, line: line) : .scalar("", quoted: false)
    return MarkedNode(
      value, file: file, line: line, column: node.mark?.column ?? 1, keyPath: place)
  }

  private mutating func value(_ node: Node, path: [String], line: Int) -> MarkedNode.Value {
    switch node {
    case .scalar(let scalar):
      return .scalar(scalar.string, quoted: scalar.style != .plain && scalar.style != .any)
    case .sequence(let items):
      return .list(
        items.enumerated().map { index, item in
          self.node(item, path: path + [String(index + 1)], line: line)
        })
    case .mapping(let pairs):
      return .map(pairs.compactMap { entry($0.key, $0.value, path: path, line: line) })
    case .alias:
      return .scalar("", quoted: false)
    }
  }

  private mutating func entry(_ key: Node, _ value: Node, path: [String], line: Int)
    -> MarkedNode.Entry?
  {
    let line = key.mark?.line ?? line
    guard let name = key.scalar?.string, key.anchor == nil, name != "<<" else {
      let sentence = "expected a plain word as key"
      faults.append(
        Fault(file: file, line: line, key: path.joined(separator: "."), sentence: sentence))
      return nil
    }
    return MarkedNode.Entry(
      key: name, line: line, value: node(value, path: path + [name], line: line))
  }

  private func refusal(of node: Node, depth: Int) -> String? {
    if depth > YAMLReader.depthMax {
      return "expected at most \(YAMLReader.depthMax) levels"
    }
    if node.anchor != nil { return "expected the value itself, anchors and aliases are not read" }
    let tag = node.tag.description
    let plain = ["", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"]
    return plain.contains(tag) ? nil : "expected a value without a tag, found \(tag)"
  }
}
