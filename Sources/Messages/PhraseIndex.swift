/// The phrases of one section, found by their first word.
struct PhraseIndex: Sendable {
  struct Match: Sendable {
    var range: Range<Int>
    var value: String?
  }

  private var phrases: [Phrase] = []
  private var byWord: [String: [Int]] = [:]
  /// By the first three bytes of a stem.
  private var byStem: [String: [Int]] = [:]

  init(_ phrases: [Phrase] = []) { for phrase in phrases { add(phrase) } }

  var isEmpty: Bool { phrases.isEmpty }

  mutating func add(_ phrase: Phrase) {
    for opening in phrase.openings {
      if opening.isStem {
        byStem[Self.stem(opening.text), default: []].append(phrases.count)
      } else {
        byWord[opening.text, default: []].append(phrases.count)
      }
    }
    phrases.append(phrase)
  }

  /// The longest phrase that begins at the word `index`.
  func match(_ text: ReplyText, at index: Int) -> Match? {
    guard index < text.words.count else { return nil }
    var best: Match?
    let word = text.words[index].text
    for candidate in byWord[word] ?? [] { consider(candidate, text, index, &best) }
    if !byStem.isEmpty {
      for candidate in byStem[Self.stem(word)] ?? [] { consider(candidate, text, index, &best) }
    }
    return best
  }

  /// The longest phrase at each place, from left to right, not overlapping.
  func matches(_ text: ReplyText) -> [Match] {
    var found: [Match] = []
    var index = 0
    while index < text.words.count {
      if let match = match(text, at: index) {
        found.append(match)
        index = match.range.upperBound
      } else {
        index += 1
      }
    }
    return found
  }

  /// The first phrase anywhere.
  func first(_ text: ReplyText) -> Match? {
    for index in text.words.indices {
      if let match = match(text, at: index) { return match }
    }
    return nil
  }

  /// Whether `text[range]` consists of phrases of this section and nothing else.
  func covers(_ text: ReplyText, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      guard let match = match(text, at: index), match.range.upperBound <= range.upperBound else {
        return false
      }
      index = match.range.upperBound
    }
    return true
  }

  private func consider(_ candidate: Int, _ text: ReplyText, _ index: Int, _ best: inout Match?) {
    guard let end = phrases[candidate].match(text.words, at: index) else { return }
    if end > best?.range.upperBound ?? index {
      best = Match(range: index..<end, value: phrases[candidate].value)
    }
  }

  private static func stem(_ word: String) -> String { String(word.unicodeScalars.prefix(3)) }
}
