/// Whether a reply ends the messages.
///
/// The whole message is a stop word with only filler around it, or one clause is a clear one, or a
/// clause begins with a listed phrase. "I can't stop" and "quit my job today" are none of these.
struct StopReading {
  let text: ReplyText
  let phrases: LanguagePhrases

  /// The words that say stop. `told` are the words a cry for help was found in: what stands
  /// beside them is looked at as if they were not there.
  func find(besides told: [Range<Int>]) -> String? {
    whole(besides: told) ?? clause() ?? phrase() ?? (told.isEmpty ? nil : shouted())
  }

  private func whole(besides told: [Range<Int>]) -> String? {
    let rest = text.words.indices.filter { index in !told.contains { $0.contains(index) } }
      .map { text.words[$0] }
    let words: [PhraseSection] = [.stopWords, .stopStrong, .stopPhrases]
    return match(ReplyText(words: rest), words, mayPassOver: !told.isEmpty)
  }

  private func clause() -> String? {
    var start = 0
    while start < text.words.count {
      let end = text.endOfClause(start)
      let part = ReplyText(words: Array(text.words[start..<end]))
      if let match = match(part, [.stopStrong, .stopPhrases], mayPassOver: false) { return match }
      start = end
    }
    return nil
  }

  /// Beside a cry for help a leading STOP in capitals is one, whatever follows.
  private func shouted() -> String? {
    guard let match = phrases[.stopStrong].match(text, at: 0),
      text.words[match.range].allSatisfy(\.isShouted),
      text.words[match.range.upperBound...].contains(where: { !$0.isShouted })
    else { return nil }
    return text.plain(match.range)
  }

  /// The stop words of a text that holds nothing but them, numbers and fillers; beside clear ones
  /// alone may stand a yes or no.
  private func match(
    _ part: ReplyText, _ sections: [PhraseSection], mayPassOver: Bool
  ) -> String? {
    var hit: Range<Int>?
    var index = 0
    while index < part.words.count {
      if let found = longest(sections, part, index) {
        hit = hit ?? found
        index = found.upperBound
      } else if let found = afterOpener(part, index) {
        hit = hit ?? found
        index = found.upperBound
      } else if let filler = filler(part, index, mayPassOver) {
        index = filler
      } else if part.words[index].number != nil {
        index += 1
      } else if !sections.contains(.stopWords), let answer = longest([.yes, .no], part, index) {
        index = answer.upperBound
      } else {
        return nil
      }
    }
    return hit.map { part.plain($0) }
  }

  /// "Could you stop"; but "I want to stop" may be about anything, so a wish must be clearer.
  private func afterOpener(_ part: ReplyText, _ index: Int) -> Range<Int>? {
    if let opener = phrases[.stopOpeners].match(part, at: index) {
      return longest([.stopStrong, .stopPhrases], part, opener.range.upperBound)
    }
    guard let wish = phrases[.stopWishes].match(part, at: index) else { return nil }
    return longest([.stopWished, .stopPhrases], part, wish.range.upperBound)
  }

  private func filler(_ part: ReplyText, _ index: Int, _ mayPassOver: Bool) -> Int? {
    if let match = phrases[.fillers].match(part, at: index) { return match.range.upperBound }
    if part.words[index].isPictograph { return index + 1 }
    guard mayPassOver else { return nil }
    return phrases[.crisisBeside].match(part, at: index)?.range.upperBound
  }

  private func longest(
    _ sections: [PhraseSection], _ part: ReplyText, _ index: Int
  ) -> Range<Int>? {
    guard index < part.words.count else { return nil }
    return sections.compactMap { phrases[$0].match(part, at: index)?.range }
      .max { $0.count < $1.count }
  }

  /// A listed phrase with nothing but fillers and openers between it and the clause's beginning.
  private func phrase() -> String? {
    for match in phrases[.stopPhrases].matches(text) where isAnchored(match.range.lowerBound) {
      return text.plain(match.range)
    }
    return nil
  }

  private func isAnchored(_ start: Int) -> Bool {
    var index = start
    let first = max(0, start - ReplyText.lookBackMax)
    while index > first, text.words[index - 1].clause == text.words[start].clause { index -= 1 }
    while index <= start {
      if isPassable(index, to: start) { return true }
      while index < start, !Self.joints.contains(text.words[index].text) { index += 1 }
      index += 1
    }
    return false
  }

  private func isPassable(_ from: Int, to start: Int) -> Bool {
    var index = from
    while index < start {
      let ends = [PhraseSection.stopOpeners, .stopWishes, .fillers].compactMap {
        phrases[$0].match(text, at: index)?.range.upperBound
      }
      guard let end = ends.max(), end <= start else { return false }
      index = end
    }
    return true
  }

  /// After these a new thought may begin without a comma.
  private static let joints: Set<String> = ["so", "and", "but", "then"]
}
