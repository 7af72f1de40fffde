/// What a template should not say, and what it costs: words that wound, words that give a person
/// away on a lock screen, characters that triple the price, a missing way out.
package struct WordingCheck: Sendable {
  private let lists: PhraseLists

  package init(lists: PhraseLists) { self.lists = lists }

  /// Findings in order of path and line. None of them stops a message; `kith check` shows them.
  package func findings(files: [TemplateFile]) -> [TemplateFault] {
    var sources: [String: TemplateFile] = [:]
    for file in files where TemplateSource.isTemplate(file.path) { sources[file.path] = file }
    return sources.values.sorted { $0.path < $1.path }.flatMap(findings)
  }

  private func findings(_ file: TemplateFile) -> [TemplateFault] {
    let parts = file.path.split(separator: "/")
    let isText = file.path.hasSuffix(".sms.mustache")
    let languages = lists.languages(of: parts.first.map { [String($0)] } ?? [])
    var found: [TemplateFault] = []
    for (index, line) in SourceLines.all(file.source) {
      let plain = ReplyText(Self.withoutTags(line))
      let isShown = isText || line.hasPrefix("Subject:")
      for phrases in languages {
        let words = phrases.annotated(plain)
        found += phrases[.stigma].matches(words).map {
          Self.fault(file, index, words.plain($0.range), "words that put the person first")
        }
        guard isShown else { continue }
        found += phrases[.revealing].matches(words).map {
          Self.fault(
            file, index, words.plain($0.range), "words that tell a stranger nothing")
        }
      }
      if isText { found += costly(file, index, line) }
    }
    return found + missingWayOut(file) + (isText ? tooLong(file) : [])
  }

  private func costly(_ file: TemplateFile, _ index: Int, _ line: Substring) -> [TemplateFault] {
    SMSText.forcingUCS2(SMSText.folded(String(line))).map {
      Self.fault(
        file, index, String($0), "a character of GSM-7: this one leaves 70 to a segment, not 160")
    }
  }

  /// Carriers tear up longer texts, and nobody reads them.
  private static let mostSegments = 6

  private func tooLong(_ file: TemplateFile) -> [TemplateFault] {
    let segments = SMSText.measure(SMSText.folded(Self.withoutTags(file.source[...]))).segments
    guard segments > Self.mostSegments else { return [] }
    return [
      TemplateFault(
        path: file.path, problem: "it takes \(segments) segments",
        expected: "a text of at most \(Self.mostSegments)")
    ]
  }

  private func missingWayOut(_ file: TemplateFile) -> [TemplateFault] {
    let name = file.path.split(separator: "/").last?.split(separator: ".").first ?? ""
    guard TemplateKind(templateName: String(name)) == .invitation else { return [] }
    if file.source.contains("STOP") { return [] }
    return [
      TemplateFault(
        path: file.path, problem: "an invitation without the word STOP",
        expected: "how to end the messages")
    ]
  }

  private static func fault(
    _ file: TemplateFile, _ index: Int, _ words: String, _ expected: String
  ) -> TemplateFault {
    TemplateFault(
      path: file.path, line: index + 1, problem: "it says \"\(words)\"", expected: expected)
  }

  private static func withoutTags(_ line: Substring) -> String {
    var text = ""
    var rest = line
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      text += rest[..<open.lowerBound] + " "
      rest = rest[close.upperBound...]
    }
    return text + rest
  }
}
