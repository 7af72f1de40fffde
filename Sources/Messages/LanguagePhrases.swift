/// The phrases of one language, found by the word they begin with.
struct LanguagePhrases: Sendable {
  /// The newest of its files' versions.
  private(set) var version = ""
  private var phrases: [Phrase] = []
  private var byWord: [String: [PhraseOpening]] = [:]
  /// Every whole word of every phrase.
  private var vocabulary: Set<String> = []
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
      let word = known(text.words[index].text)
      text.words[index].text = word
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

  /// `nooooo` as `no` and `goooood` as `good`; other words as they are.
  private func known(_ word: String) -> String {
    guard Self.isDrawnOut(word), !vocabulary.contains(word) else { return word }
    let shorter = [2, 1].lazy.map { Self.shortened(word, to: $0) }
    return shorter.first { $0 != word && vocabulary.contains($0) } ?? word
  }

  private static func isDrawnOut(_ word: String) -> Bool {
    var last: UInt8 = 0
    var run = 0
    for byte in word.utf8 {
      run = byte == last ? run + 1 : 1
      if run == 3 { return true }
      last = byte
    }
    return false
  }

  /// Three and more of the same letter become `count`.
  private static func shortened(_ word: String, to count: Int) -> String {
    var result = String.UnicodeScalarView()
    var run = String.UnicodeScalarView()
    for scalar in word.unicodeScalars {
      if run.first != scalar {
        result.append(contentsOf: run.count > 2 ? run.prefix(count) : run[...])
        run = String.UnicodeScalarView()
      }
      run.append(scalar)
    }
    result.append(contentsOf: run.count > 2 ? run.prefix(count) : run[...])
    return String(result)
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
    vocabulary.formUnion(phrase.words)
  }

  private static func stem(_ word: String) -> String { String(word.unicodeScalars.prefix(3)) }
}
