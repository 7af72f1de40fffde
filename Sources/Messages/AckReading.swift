/// Whether a mentor says "I will" or "I can't".
struct AckReading {
  let text: ReplyText
  let phrases: LanguagePhrases
  let context: ReplyContext

  /// `A1`, `N1`, in the forms thumbs give them; the first one counts.
  func code() -> ReplyReading? {
    for index in text.words.indices where !text.words[index].isQuoted {
      guard let (letter, number, end) = codeWords(index) else { continue }
      guard isMeant(index..<end) else { continue }
      return ReplyReading(
        letter == "a" ? .ack : .handback, value: String(number), match: text.plain(index..<end))
    }
    return nil
  }

  /// A bare ok or no, where exactly one thing can be meant by it.
  func bare() -> ReplyReading? {
    guard context.openAlerts == 1, !context.hasOpenQuestion else { return nil }
    if let match = onlySays(.handBack) { return ReplyReading(.handback, match: match) }
    if let match = onlySays(.acknowledge) { return ReplyReading(.ack, match: match) }
    return nil
  }

  /// Letter, number and index after the code that begins at `index`.
  private func codeWords(_ index: Int) -> (Character, Int, Int)? {
    let word = text.words[index].text
    guard let letter = word.first, letter == "a" || letter == "n" else { return nil }
    if let number = Self.number(word.dropFirst()) { return (letter, number, index + 1) }
    guard word.utf8.count == 1, index + 1 < text.words.count,
      let number = Self.number(text.words[index + 1].text[...])
    else { return nil }
    return (letter, number, index + 2)
  }

  private static func number(_ digits: Substring) -> Int? {
    guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(digits)
  }

  private func isMeant(_ range: Range<Int>) -> Bool {
    let leads = phrases[.fillers].covers(text, 0..<range.lowerBound)
    let rest = range.upperBound..<text.words.count
    let isJoined = range.count == 1 || text.words[range.lowerBound + 1].glue != nil
    if isJoined {
      if context.openAlerts > 0 { return true }
      return leads && (rest.count <= 3 || text.words[rest.lowerBound].glue != nil)
    }
    // "a 1" is also how somebody answers a scale.
    guard leads, phrases[.fillers].covers(text, rest) else { return false }
    switch context.question {
    case .scale, .choice: return context.openAlerts > 0 && text.words[range.lowerBound].isShouted
    default: return true
    }
  }

  /// The first match, when the text holds phrases of `section` and fillers only.
  private func onlySays(_ section: PhraseSection) -> String? {
    var first: String?
    var index = 0
    while index < text.words.count {
      if let match = phrases[section].match(text, at: index) {
        first = first ?? text.plain(match.range)
        index = match.range.upperBound
      } else if let match = phrases[.fillers].match(text, at: index) {
        index = match.range.upperBound
      } else {
        return nil
      }
    }
    return first
  }
}
