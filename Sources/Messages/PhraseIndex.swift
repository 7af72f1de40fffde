/// A phrase that a word may open, and the section it is of.
struct PhraseOpening: Sendable {
  var section: PhraseSection
  var phrase: Int
}

/// The phrases of one section, as far as a text's words may open them.
struct PhraseIndex: Sendable {
  struct Match: Sendable {
    var range: Range<Int>
    var value: String?
  }

  let section: PhraseSection
  let phrases: [Phrase]

  /// The longest phrase that begins at the word `index`.
  func match(_ text: ReplyText, at index: Int) -> Match? {
    guard index < text.words.count, text.words[index].sections & section.bit != 0 else {
      return nil
    }
    var best: Match?
    for opening in text.words[index].openings where opening.section == section {
      guard let end = phrases[opening.phrase].match(text.words, at: index) else { continue }
      if end > best?.range.upperBound ?? index {
        best = Match(range: index..<end, value: phrases[opening.phrase].value)
      }
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
}
