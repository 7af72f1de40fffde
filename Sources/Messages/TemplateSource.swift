/// One template file taken apart and compiled, with everything that is wrong with it.
struct TemplateSource {
  private(set) var key: TemplateKey?
  private(set) var template: LibraryEntry?
  private(set) var faults: [TemplateFault] = []
  private let path: String

  /// Whether the path is a template's: `<locale>/<name>.<channel>.mustache`.
  static func isTemplate(_ path: String) -> Bool { path.hasSuffix(".mustache") }

  init(_ file: TemplateFile) {
    path = file.path
    guard let (key, kind) = place() else { return }
    self.key = key
    let lines = Self.body(file.source, channel: key.channel)
    if key.channel == .email, lines.subject == nil {
      fault(1, "an e-mail has no subject", "a first line like Subject: Checking in")
    }
    let subject = lines.subject.map { check($0, kind, firstLine: 1) }
    let text = check(lines.text, kind, firstLine: lines.textLine)
    for name in kind.mustUse
    where !text.uses.contains(where: { $0.name == name && $0.inside.isEmpty }) {
      fault(
        nil, "{{\(name)}} is missing",
        "it outside of what may be hidden: a \(kind.rawValue) is useless without")
    }
    if lines.text.isEmpty { fault(nil, "the text is empty", "words") }
    guard faults.isEmpty else { return }
    compile(lines.text, text, subject: lines.subject, subject)
  }

  private mutating func compile(
    _ text: String, _ scanned: TemplateScanner, subject: String?, _ subjectScanned: TemplateScanner?
  ) {
    do {
      let compiled = try CompiledTemplate(text, scanned: scanned)
      var entry = LibraryEntry(text: compiled, subject: nil, kind: nil)
      if let subject, let subjectScanned {
        entry.subject = try CompiledTemplate(subject, scanned: subjectScanned)
      }
      entry.kind = key.flatMap { TemplateKind(templateName: $0.name) }
      template = entry
    } catch {
      fault(nil, "mustache cannot read it (\(error))", "balanced tags")
    }
  }

  private mutating func place() -> (TemplateKey, TemplateKind)? {
    let parts = path.split(separator: "/")
    let names = parts.last?.split(separator: ".") ?? []
    guard parts.count == 2, names.count == 3 else {
      fault(nil, "the name is not a template's", "<locale>/<name>.<channel>.mustache")
      return nil
    }
    guard let channel = Channel.builtIn.first(where: { $0.rawValue == names[1] }) else {
      let channels = Channel.builtIn.map(\.rawValue).joined(separator: ", ")
      fault(nil, "channel \(names[1]) is unknown", "one of \(channels)")
      return nil
    }
    guard let kind = TemplateKind(templateName: String(names[0])) else {
      let kinds = TemplateKind.allCases.map(\.rawValue).joined(separator: ", ")
      fault(nil, "no message is called \(names[0])", "\(kinds), or one of these, a dash and more")
      return nil
    }
    guard Self.isLanguage(parts[0]) else {
      fault(nil, "\(parts[0]) is no language", "a folder like en or pt-BR")
      return nil
    }
    let key = TemplateKey(
      locale: parts[0].lowercased(), name: String(names[0]), channel: channel)
    return (key, kind)
  }

  /// In the form of BCP 47: nobody would ever be sent what lies in another folder.
  private static func isLanguage(_ folder: Substring) -> Bool {
    let parts = folder.split(separator: "-", omittingEmptySubsequences: false)
    let fits = parts.allSatisfy { part in
      (2...8).contains(part.utf8.count)
        && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
    return fits && parts[0].count <= 3
  }

  private mutating func check(
    _ source: String, _ kind: TemplateKind, firstLine: Int
  ) -> TemplateScanner {
    let scanned = TemplateScanner(source)
    let known = Set(kind.names)
    for (index, line) in SourceLines.all(source)
    where line.unicodeScalars.contains(where: { CompiledTemplate.placeholders.contains($0.value) })
    {
      fault(firstLine + index, "a sign of a private font", "characters that telephones have")
    }
    for found in scanned.faults {
      fault(firstLine + found.line - 1, found.problem, found.expected)
    }
    for name in scanned.sections where !known.contains(name) {
      fault(firstLine, "{{#\(name)}} is unknown in a \(kind.rawValue)", Self.list(kind))
    }
    for (name, line) in scanned.variables where !known.contains(name) {
      fault(firstLine + line - 1, "{{\(name)}} is unknown in a \(kind.rawValue)", Self.list(kind))
    }
    for use in scanned.uses where known.contains(use.name) && !kind.always.contains(use.name) {
      let guardian = TemplateKind.companions[use.name] ?? use.name
      if use.inside.contains(guardian) { continue }
      fault(
        firstLine + use.line - 1, "{{\(use.name)}} may be absent",
        "it inside {{#\(guardian)}} and {{/\(guardian)}}")
    }
    return scanned
  }

  private static func list(_ kind: TemplateKind) -> String {
    "one of " + kind.names.joined(separator: ", ")
  }

  /// The subject line of an e-mail apart from the text, blank lines at the ends dropped.
  private static func body(
    _ source: String, channel: Channel
  ) -> (subject: String?, text: String, textLine: Int) {
    var lines = source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    if lines.first?.hasPrefix("\u{FEFF}") == true { lines[0] = lines[0].dropFirst() }
    var subject: String?
    if channel == .email, let first = lines.first, first.hasPrefix("Subject:") {
      subject = String(first.dropFirst(8).drop { $0 == " " })
      lines = lines.dropFirst()
    }
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines = lines.dropFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines = lines.dropLast() }
    return (subject, lines.joined(separator: "\n"), lines.startIndex + 1)
  }

  private mutating func fault(_ line: Int?, _ problem: String, _ expected: String) {
    faults.append(TemplateFault(path: path, line: line, problem: problem, expected: expected))
  }
}

/// A template ready to be filled in.
struct LibraryEntry: Sendable {
  var text: CompiledTemplate
  var subject: CompiledTemplate?
  var kind: TemplateKind?
}
