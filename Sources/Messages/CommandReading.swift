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
    let start = leadingFillers()
    for (section, intent) in Self.commands {
      for from in start == 0 ? [0] : [0, start] where from < text.words.count {
        guard let match = phrases[section].match(text, at: from),
          let reading = reading(intent, match)
        else { continue }
        if case .text? = context.question, Self.ordinary.contains(intent), !isShouted(match) {
          continue
        }
        return reading
      }
    }
    return share()
  }

  private func isShouted(_ match: PhraseIndex.Match) -> Bool {
    text.words[match.range].allSatisfy(\.isShouted)
  }

  private func leadingFillers() -> Int {
    var index = 0
    while index < text.words.count, let match = phrases[.fillers].match(text, at: index) {
      index = match.range.upperBound
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
      guard rest.count <= 2 else { return nil }
      return ReplyReading(intent, value: text.plain(rest), match: said)
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
