/// The phrases of one language, found by the word they begin with.
struct LanguagePhrases: Sendable {
  /// The newest of its files' versions.
  private(set) var version = ""
  private var phrases: [Phrase] = []
  private var byWord: [String: [PhraseOpening]] = [:]
  /// By the first three scalars of a stem.
  private var byStem: [String: [PhraseOpening]] = [:]

  subscript(section: PhraseSection) -> PhraseIndex {
    PhraseIndex(section: section, phrases: phrases)
  }

  mutating func take(_ file: PhraseFile) {
    version = max(version, file.version)
    for (section, phrase) in file.phrases { add(phrase, section) }
  }

  /// `text` with each word knowing which phrases may begin with it: looked up once, asked often.
  func annotated(_ text: ReplyText) -> ReplyText {
    var text = text
    for index in text.words.indices {
      let word = text.words[index].text
      var openings = byWord[word] ?? []
      if let stems = byStem[Self.stem(word)] {
        openings += stems.filter { opening in
          phrases[opening.phrase].openings.contains { $0.isStem && $0.matches(word) }
        }
      }
      text.words[index].openings = openings
      text.words[index].sections = openings.reduce(0) { $0 | $1.section.bit }
    }
    return text
  }

  private mutating func add(_ phrase: Phrase, _ section: PhraseSection) {
    let opening = PhraseOpening(section: section, phrase: phrases.count)
    for first in phrase.openings {
      if first.isStem {
        byStem[Self.stem(first.text), default: []].append(opening)
      } else {
        byWord[first.text, default: []].append(opening)
      }
    }
    phrases.append(phrase)
  }

  private static func stem(_ word: String) -> String { String(word.unicodeScalars.prefix(3)) }
}
