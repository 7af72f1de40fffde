/// Emergency and crisis numbers by country; data under `templates/<locale>/hotlines/`.
///
/// A wrong number is worse than none: a line marked `unverified` is never sent. An operator who has
/// checked it copies the file into their own folder and says when.
package struct HotlineCards: Sendable {
  private let cards: [CardKey: HotlineCard]

  /// Reads the cards among `files` (`<locale>/hotlines/<country>.txt`, and `default.txt` for
  /// everywhere else); a later file of the same path replaces an earlier one.
  package init(files: [TemplateFile]) throws(TemplateFaults) {
    var sources: [String: TemplateFile] = [:]
    for file in files where Self.key(file.path) != nil { sources[file.path] = file }
    var cards: [CardKey: HotlineCard] = [:]
    var faults: [TemplateFault] = []
    for file in sources.values.sorted(by: { $0.path < $1.path }) {
      let card = HotlineCard(file)
      faults += card.faults
      if let key = Self.key(file.path) { cards[key] = card }
    }
    guard faults.isEmpty else { throw TemplateFaults(faults) }
    self.cards = cards
  }

  /// The values a crisis template is given: `emergency` always, and `line`, `line2`, `poison`,
  /// `shelter` where a checked one is known. `country` is an ISO 3166-1 code; the nearest locale
  /// that has the country's card decides the words.
  package func values(country: String, locale: String) -> [String: TemplateValue] {
    var values: [String: TemplateValue] = ["emergency": "your emergency number"]
    for entry in card(country, locale)?.entries ?? [] where entry.checked != nil {
      values[entry.name] = .text(entry.text)
    }
    return values
  }

  /// A sentence for each number of a country that is not sent because nobody has checked it.
  package func unchecked(country: String) -> [String] {
    guard let card = cards[CardKey(locale: "en", country: country.uppercased())] else {
      return ["\(country): no hotline card; only \"your emergency number\" is sent in a crisis"]
    }
    return card.entries.filter { $0.checked == nil }.map {
      "\(country): \"\($0.text)\" is not sent until somebody has checked it at \($0.source)"
    }
  }

  private struct CardKey: Hashable {
    var locale: String
    var country: String
  }

  private func card(_ country: String, _ locale: String) -> HotlineCard? {
    for code in [country.uppercased(), "DEFAULT"] {
      for tag in LocaleChain.of(locale.lowercased()) {
        if let card = cards[CardKey(locale: tag, country: code)] { return card }
      }
    }
    return nil
  }

  private static func key(_ path: String) -> CardKey? {
    let parts = path.split(separator: "/")
    guard parts.count == 3, parts[1] == "hotlines", parts[2].hasSuffix(".txt") else { return nil }
    return CardKey(
      locale: parts[0].lowercased(), country: parts[2].dropLast(4).uppercased())
  }
}

/// One country's card: a line each, `name: text | checked 2026-11-21 | where to check it`.
struct HotlineCard: Sendable {
  struct Entry: Sendable {
    var name: String
    /// As it stands in a sentence: "call or text 988".
    var text: String
    /// The day somebody looked; nil where nobody has.
    var checked: String?
    var source: String
  }

  static let names = ["emergency", "line", "line2", "poison", "shelter"]

  private(set) var entries: [Entry] = []
  private(set) var faults: [TemplateFault] = []

  init(_ file: TemplateFile) {
    for (index, line) in SourceLines.of(file.source) {
      switch Self.entry(line) {
      case .some(let entry) where Self.names.contains(entry.name): entries.append(entry)
      case .some(let entry):
        faults.append(
          TemplateFault(
            path: file.path, line: index + 1, problem: "\"\(entry.name)\" is no entry of a card",
            expected: "one of " + Self.names.joined(separator: ", ")))
      case nil:
        faults.append(
          TemplateFault(
            path: file.path, line: index + 1, problem: "\"\(line)\" cannot be read",
            expected: "name: text | checked YYYY-MM-DD | source, or | unverified | source"))
      }
    }
  }

  private static func entry(_ line: Substring) -> Entry? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let fields = line[line.index(after: colon)...].split(separator: "|").map(trimmed)
    guard fields.count == 3, !fields[0].isEmpty, !fields[2].isEmpty else { return nil }
    let checked = fields[1].hasPrefix("checked ") ? String(fields[1].dropFirst(8)) : nil
    guard checked.map(isDate) ?? (fields[1] == "unverified") else { return nil }
    return Entry(
      name: trimmed(line[..<colon]), text: fields[0], checked: checked, source: fields[2])
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [4, 2, 2] && parts.allSatisfy { Int($0) != nil }
  }

  private static func trimmed(_ text: Substring) -> String {
    text.split(separator: " ").joined(separator: " ")
  }
}
