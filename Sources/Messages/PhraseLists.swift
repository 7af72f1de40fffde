/// The words Kith knows in replies, by language; data under `templates/<locale>/phrases/`.
package struct PhraseLists: Sendable {
  /// By locale, in lower case.
  private let languages: [String: LanguagePhrases]

  /// Reads the phrase files among `files` (`<locale>/phrases/<list>.txt`); a later file of the
  /// same path replaces an earlier one. Throws every fault of every file together.
  package init(files: [TemplateFile]) throws(TemplateFaults) {
    var sources: [String: TemplateFile] = [:]
    for file in files where Self.place(file.path) != nil { sources[file.path] = file }
    var languages: [String: LanguagePhrases] = [:]
    var faults: [TemplateFault] = []
    for file in sources.values.sorted(by: { $0.path < $1.path }) {
      guard let place = Self.place(file.path) else { continue }
      let parsed = PhraseFile(file, list: place.list)
      languages[place.locale, default: LanguagePhrases()].take(parsed)
      faults += parsed.faults
    }
    guard faults.isEmpty else { throw TemplateFaults(faults) }
    self.languages = languages
  }

  /// Which lists a reading in `locale` is made with, for the ledger: `en 2026-11-21`.
  package func version(of locale: String) -> String {
    for tag in LocaleChain.of(locale) {
      if let found = languages[tag.lowercased()] { return "\(tag) \(found.version)" }
    }
    return ""
  }

  /// The languages to read a reply in: the sender's, nearest first, then English.
  func languages(of locales: [String]) -> [LanguagePhrases] {
    var tags: [String] = []
    for locale in locales {
      for tag in LocaleChain.of(locale.lowercased()) where tag != "en" && !tags.contains(tag) {
        tags.append(tag)
      }
    }
    return (tags + ["en"]).compactMap { languages[$0] }
  }

  private static func place(_ path: String) -> (locale: String, list: String)? {
    let parts = path.split(separator: "/")
    guard parts.count == 3, parts[1] == "phrases", parts[2].hasSuffix(".txt") else { return nil }
    return (parts[0].lowercased(), String(parts[2].dropLast(4)))
  }
}
