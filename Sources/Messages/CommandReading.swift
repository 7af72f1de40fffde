/// Whether a reply is one of the words that set something: the whole message, but for politeness
/// and the word's own argument.
struct CommandReading {
  let text: ReplyText
  let original: String
  let phrases: LanguagePhrases
  let context: ReplyContext

  private static let commands: [(PhraseSection, ReplyReading.Intent)] = [
    (.help, .help), (.talk, .talk), (.slip, .slip), (.resume, .resume), (.pause, .pause),
    (.less, .less), (.more, .more), (.quiet, .quiet), (.snooze, .snooze), (.skip, .skip),
    (.tip, .tip), (.who, .who), (.wrong, .wrong), (.away, .away), (.thanks, .thanks),
  ]
  /// Commands that are also ordinary answers to "How was your day?".
  private static let ordinary: Set<ReplyReading.Intent> = [
    .less, .more, .quiet, .thanks, .skip, .away,
  ]

  func find() -> ReplyReading? {
    let starts = Set([0, passing([.fillers]), passing([.fillers, .commandOpeners])]).sorted()
    for (section, intent) in Self.commands {
      for from in starts where intent != .help || from <= passing([.fillers]) {
        guard let match = phrases[section].match(text, at: from),
          let reading = reading(intent, match), !isOrdinaryAnswer(intent, match)
        else { continue }
        return reading
      }
    }
    return share()
  }

  private func isOrdinaryAnswer(
    _ intent: ReplyReading.Intent, _ match: PhraseIndex.Match
  ) -> Bool {
    guard case .text? = context.question else { return false }
    return Self.ordinary.contains(intent) && !isShouted(match)
  }

  private func isShouted(_ match: PhraseIndex.Match) -> Bool {
    text.words[match.range].allSatisfy(\.isShouted)
  }

  /// Index of the first word that none of the sections covers.
  private func passing(_ sections: [PhraseSection]) -> Int {
    var index = 0
    while let end = sections.compactMap({ phrases[$0].match(text, at: index)?.range.upperBound })
      .max()
    {
      index = end
    }
    return index
  }

  private func reading(
    _ intent: ReplyReading.Intent, _ match: PhraseIndex.Match
  ) -> ReplyReading? {
    let rest = match.range.upperBound..<text.words.count
    let said = text.plain(match.range)
    if phrases[.fillers].covers(text, rest) {
      return ReplyReading(intent, value: match.value, match: said)
    }
    switch intent {
    case .pause, .away, .snooze:
      let span = SpanReading(text: text, phrases: phrases).find(rest)
      guard span != nil || rest.count <= 3 else { return nil }
      return ReplyReading(intent, value: span, match: text.plain(0..<text.words.count))
    case .quiet:
      guard let hours = HoursReading(text: text).find(rest) else { return nil }
      return ReplyReading(intent, value: hours, match: text.plain(0..<text.words.count))
    case .tip:
      let isJoined = ["for", "on", "about", "with", "against"].contains(
        text.words[rest.lowerBound].text)
      let topic = isJoined ? rest.dropFirst() : rest
      guard (1...2).contains(topic.count) else { return nil }
      return ReplyReading(intent, value: text.plain(topic), match: said)
    default: return nil
    }
  }

  /// `SHARE` with what is to be shared: in capitals, or with a colon, or where nothing is asked.
  private func share() -> ReplyReading? {
    guard let match = phrases[.share].match(text, at: 0) else { return nil }
    let next = match.range.upperBound
    guard next < text.words.count else {
      return ReplyReading(.share, match: text.plain(match.range))
    }
    guard isShouted(match) || text.words[next].glue == ":" || !context.hasOpenQuestion else {
      return nil
    }
    let trimmed = original.drop { $0.isWhitespace }
    let rest = trimmed.drop { !$0.isWhitespace && $0 != ":" }.drop { $0.isWhitespace || $0 == ":" }
    return ReplyReading(.share, value: String(rest), match: text.plain(match.range))
  }
}
