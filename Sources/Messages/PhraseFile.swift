/// One phrase list as read: `version:` first, then `[section]` headings and a phrase a line;
/// `#` begins a comment.
struct PhraseFile: Sendable {
  private(set) var version = ""
  private(set) var phrases: [(PhraseSection, Phrase)] = []
  private(set) var faults: [TemplateFault] = []

  init(_ file: TemplateFile, list: String) {
    guard PhraseSection.files.contains(list) else {
      let known = PhraseSection.files.sorted().joined(separator: ", ")
      faults.append(
        TemplateFault(path: file.path, problem: "no list is called \(list)", expected: known))
      return
    }
    var reading = Reading(path: file.path, list: list)
    for (index, line) in SourceLines.of(file.source) { reading.take(line, index + 1) }
    if reading.version.isEmpty {
      reading.fault(1, "no version", "a first line like version: 2026-11-21")
    }
    let filled = Set(reading.phrases.map(\.0))
    for section in PhraseSection.needed where section.file == list && !filled.contains(section) {
      reading.fault(
        1, "nothing stands under [\(section.heading.dropFirst(list.count + 1))]",
        "at least one phrase: without any, nobody would be understood")
    }
    (version, phrases, faults) = (reading.version, reading.phrases, reading.faults)
  }

  private struct Reading {
    let path: String
    let list: String
    var version = ""
    var section: PhraseSection?
    /// Under a heading that does not exist: that is told once, not for each line.
    var isLost = false
    var phrases: [(PhraseSection, Phrase)] = []
    var faults: [TemplateFault] = []

    mutating func take(_ line: Substring, _ number: Int) {
      if line.hasPrefix("version:") {
        version = String(line.dropFirst(8).drop { $0 == " " })
      } else if line.hasPrefix("["), line.hasSuffix("]") {
        open(String(line.dropFirst().dropLast()), number)
      } else if isLost {
        return
      } else if let section {
        guard let phrase = Phrase(line) else {
          fault(number, "\"\(line)\" is no phrase", "words, with a plain one first and last")
          return
        }
        phrases.append((section, phrase))
      } else {
        fault(number, "\"\(line)\" stands under no heading", headings)
      }
    }

    private mutating func open(_ name: String, _ number: Int) {
      section = PhraseSection(heading: "\(list).\(name)")
      isLost = section == nil
      if isLost { fault(number, "no section is called [\(name)]", headings) }
    }

    mutating func fault(_ line: Int, _ problem: String, _ expected: String) {
      faults.append(TemplateFault(path: path, line: line, problem: problem, expected: expected))
    }

    private var headings: String {
      PhraseSection.allCases.filter { $0.file == list }
        .map { "[\($0.heading.dropFirst(list.count + 1))]" }.joined(separator: " or ")
    }
  }
}

/// The lines of a data file, without comments and blanks at their ends.
enum SourceLines {
  /// Every line as it is, with its index from 0.
  static func all(_ source: String) -> [(Int, Substring)] {
    source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .map { ($0, $1) }
  }

  /// Index of the line from 0, and what stands on it; empty ones are left out.
  static func of(_ source: String) -> [(Int, Substring)] {
    all(source).compactMap { index, line in
      var line = line
      if let comment = line.firstIndex(of: "#"),
        comment == line.startIndex || line[line.index(before: comment)].isWhitespace
      {
        line = line[..<comment]
      }
      while line.last?.isWhitespace == true { line = line.dropLast() }
      while line.first?.isWhitespace == true || line.first == "\u{FEFF}" {
        line = line.dropFirst()
      }
      return line.isEmpty ? nil : (index, line)
    }
  }
}
