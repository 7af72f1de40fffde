/// The answer to an open question, read as people type: "Yep!", "ya", "8/10", "about a 6".
struct AnswerReading {
  let text: ReplyText
  let phrases: LanguagePhrases
  /// Words of trouble stand in it: neither a score nor a yes is taken from it.
  let isTroubled: Bool

  /// More words than this, and a number in them is a story, not a score.
  static let scoreWordsMax = 8
  /// More words than this, and a yes among them may be about anything.
  static let yesWordsMax = 8

  typealias Answer = (value: String, match: String)

  func yesNo() -> Answer? {
    guard let lead = lead() else { return inside() }
    let rest = lead.range.upperBound..<text.words.count
    guard lead.isYes else { return isPlainNo(rest) ? ("no", text.plain(lead.range)) : nil }
    let hasDoubt = rest.contains {
      text.words[$0].text == "but" || phrases[.no].match(text, at: $0) != nil
        || ($0 == rest.lowerBound && text.words[$0].text == "not")
    }
    return isTroubled || isSad || hasDoubt ? nil : ("yes", text.plain(lead.range))
  }

  func scale(from: Int, to: Int) -> Answer? {
    guard !isTroubled, text.words.count <= Self.scoreWordsMax else { return nil }
    let score = ScoreReading(text: text, phrases: phrases, highest: to)
    guard let found = score.find(), (from...max(from, to)).contains(found.score) else {
      return nil
    }
    return (String(found.score), text.plain(found.range))
  }

  func choice(_ options: [String]) -> Answer? {
    let plain = options.map { ReplyText($0).words.map(\.text) }
    let words = text.words.map(\.text)
    if let index = plain.firstIndex(of: words), !words.isEmpty {
      return (options[index], text.plain(0..<words.count))
    }
    guard !isTroubled, words.count <= Self.scoreWordsMax else { return nil }
    let named = plain.indices.filter { Self.contains(words, plain[$0]) }
    if named.count == 1, !words.contains("not"), !words.contains("no") {
      return (options[named[0]], plain[named[0]].joined(separator: " "))
    }
    guard named.isEmpty,
      let found = ScoreReading(text: text, phrases: phrases, highest: options.count).find(),
      options.indices.contains(found.score - 1)
    else { return nil }
    return (options[found.score - 1], text.plain(found.range))
  }

  private typealias Lead = (isYes: Bool, range: Range<Int>)

  /// A yes or no at the beginning, fillers passed over.
  private func lead() -> Lead? {
    var index = 0
    while index < text.words.count {
      let filler = phrases[.fillers].match(text, at: index)?.range
      if let found = side(index) ?? alone(index), found.range.count >= filler?.count ?? 0 {
        return found
      }
      guard let filler else { return nil }
      index = filler.upperBound
    }
    return nil
  }

  /// A yes or no somewhere in a few words.
  private func inside() -> Answer? {
    guard text.words.count <= Self.yesWordsMax else { return nil }
    var found: [Lead] = []
    var index = 0
    while index < text.words.count {
      let side = side(index)
      if let side { found.append(side) }
      index = side?.range.upperBound ?? passed(index)
    }
    guard let first = found.first, found.allSatisfy({ $0.isYes == first.isYes }),
      !first.isYes || !(isTroubled || isSad), !text.words.contains(where: { $0.text == "but" })
    else { return nil }
    return (first.isYes ? "yes" : "no", text.plain(first.range))
  }

  private func passed(_ index: Int) -> Int {
    let unsure = phrases[.unsure].match(text, at: index)?.range.upperBound
    return unsure ?? phrases[.fillers].match(text, at: index)?.range.upperBound ?? index + 1
  }

  /// The longest of what may be said; nil also where it is neither.
  private func side(_ index: Int) -> Lead? {
    let yes = phrases[.yes].match(text, at: index)?.range
    let no = phrases[.no].match(text, at: index)?.range
    let unsure = phrases[.unsure].match(text, at: index)?.range.count ?? 0
    if let yes, yes.count > max(no?.count ?? 0, unsure) { return (true, yes) }
    if let no, no.count > unsure { return (false, no) }
    return nil
  }

  private func alone(_ index: Int) -> Lead? {
    for (section, isYes) in [(PhraseSection.yesAlone, true), (.noAlone, false)] {
      if let range = phrases[section].match(text, at: index)?.range,
        phrases[.fillers].covers(text, range.upperBound..<text.words.count)
      {
        return (isYes, range)
      }
    }
    return nil
  }

  /// "No", "no I'm not", "no, I drank": not "no cravings", and not "no, all good".
  private func isPlainNo(_ rest: Range<Int>) -> Bool {
    guard !rest.contains(where: { side($0)?.isYes == true && !isDenied($0) }) else { return false }
    guard let next = rest.first else { return true }
    return text.words[next].clause != text.words[next - 1].clause
      || Self.subjects.contains(text.words[next].text) || text.words[next].glue != nil
      || phrases[.fillers].covers(text, rest) || side(next) != nil
  }

  private func isDenied(_ index: Int) -> Bool {
    (max(0, index - 2)..<index).contains { text.words[$0].text == "not" }
  }

  private static let subjects: Set<String> = [
    "i", "im", "ive", "not", "because", "cause", "cuz", "bc", "its", "today", "didnt", "havent",
  ]

  private var isSad: Bool { phrases[.troubleSigns].first(text) != nil }

  private static func contains(_ words: [String], _ wanted: [String]) -> Bool {
    guard !wanted.isEmpty, words.count >= wanted.count else { return false }
    return (0...words.count - wanted.count).contains {
      Array(words[$0..<$0 + wanted.count]) == wanted
    }
  }
}
