/// What a template's source asks for: checked before the template is ever rendered, because
/// mustache renders an unknown name as nothing.
struct TemplateScanner {
  /// Names put in as text, and where first.
  private(set) var variables: [(name: String, line: Int)] = []
  /// Names that show or hide a section, in order of first appearance.
  private(set) var sections: [String] = []
  /// Every place a variable stands at, and the sections shown around it.
  private(set) var uses: [(name: String, line: Int, inside: [String])] = []
  private(set) var faults: [(line: Int, problem: String, expected: String)] = []

  /// Sections a template may have: each doubles what is compiled.
  static let sectionsMax = 8

  private var open: [(name: String, isInverted: Bool, line: Int)] = []

  init(_ source: String) {
    var line = 1
    var rest = source[...]
    while let start = rest.range(of: "{{") {
      line += Self.newlines(rest[..<start.lowerBound])
      guard let end = Self.closing(rest[start.upperBound...]) else {
        fault(line, "a tag is not closed", "}} after {{")
        return
      }
      let tag = rest[start.upperBound..<end.lowerBound]
      take(tag, line)
      line += Self.newlines(tag)
      rest = rest[end.upperBound...]
    }
    for section in open {
      fault(section.line, "section \(section.name) is not closed", "{{/\(section.name)}}")
    }
    if sections.count > Self.sectionsMax {
      fault(1, "\(sections.count) sections", "at most \(Self.sectionsMax)")
    }
  }

  private mutating func take(_ tag: Substring, _ line: Int) {
    guard let sigil = tag.first else {
      return fault(line, "an empty tag", "a name")
    }
    let name = Self.name(tag.dropFirst())
    switch sigil {
    case "!": return
    case "#", "^": openSection(name, isInverted: sigil == "^", line)
    case "/": close(name, line)
    case "{", "&": addVariable(Self.name(tag.dropFirst().prefix { $0 != "}" }), line)
    case ">", "<", "$", "=", "%", "*":
      fault(line, "{{\(sigil) is not used here", "{{name}}, {{#name}}, {{^name}} or {{/name}}")
    default: addVariable(Self.name(tag), line)
    }
  }

  private mutating func openSection(_ name: String, isInverted: Bool, _ line: Int) {
    guard isName(name, line) else { return }
    open.append((name, isInverted, line))
    if !sections.contains(name) { sections.append(name) }
  }

  private mutating func close(_ name: String, _ line: Int) {
    guard let last = open.popLast() else {
      return fault(line, "{{/\(name)}} closes nothing", "{{#\(name)}} before it")
    }
    if last.name != name {
      fault(line, "{{/\(name)}} closes section \(last.name)", "{{/\(last.name)}}")
    }
  }

  private mutating func addVariable(_ name: String, _ line: Int) {
    guard isName(name, line) else { return }
    if !variables.contains(where: { $0.name == name }) { variables.append((name, line)) }
    uses.append((name, line, open.filter { !$0.isInverted }.map(\.name)))
  }

  private mutating func isName(_ name: String, _ line: Int) -> Bool {
    let isName =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        (97...122).contains(byte) || (48...57).contains(byte) || byte == 95
      }
    if !isName {
      fault(line, "\"\(name)\" is no name", "lower-case letters, digits and _")
    }
    return isName
  }

  private mutating func fault(_ line: Int, _ problem: String, _ expected: String) {
    faults.append((line, problem, expected))
  }

  private static func name(_ text: Substring) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func newlines(_ text: Substring) -> Int { text.count { $0.isNewline } }

  /// The end of a tag; `{{{name}}}` has one brace more.
  private static func closing(_ text: Substring) -> Range<String.Index>? {
    guard let end = text.range(of: text.hasPrefix("{") ? "}}}" : "}}") else { return nil }
    return end
  }
}

extension Substring {
  /// The first place of an ASCII text.
  fileprivate func range(of wanted: String) -> Range<Index>? { firstRange(of: wanted) }
}
