/// One reply in one language.
struct LanguageReading {
  let text: ReplyText
  let phrases: LanguagePhrases

  func harm() -> CrisisReading.Result { CrisisReading(text: text, phrases: phrases).find() }

  func stop(besides told: [Range<Int>]) -> String? {
    StopReading(text: text, phrases: phrases).find(besides: told)
  }

  /// "Removed an exclamation mark from", with room for emoji.
  private static let signWordsMax = 12

  /// What telephones send where somebody put a sign to a message (`Liked “Are you OK?”`): the sign,
  /// empty where it says nothing; nil for any other text.
  func reaction() -> String? {
    guard text.endsQuoted, let count = text.wordsBeforeQuote, count <= Self.signWordsMax else {
      return nil
    }
    var sign: String?
    var index = 0
    while index < count {
      if let match = phrases[.reactions].match(text, at: index) {
        sign = sign ?? match.value.map { $0 == "none" ? "" : $0 }
        index = match.range.upperBound
      } else if text.words[index].isPictograph {
        sign = sign ?? text.words[index].text
        index += 1
      } else {
        return nil
      }
    }
    return index == count ? sign : nil
  }

  /// A telephone or its network wrote it.
  func isOfMachine() -> Bool { phrases[.machines].match(text, at: 0) != nil }

  func wrong() -> String? {
    // "Wrong" alone is a command; in a sentence it takes more words.
    opening(.wrong, wordsMin: 2)
  }

  func ackCode(_ context: ReplyContext) -> ReplyReading? {
    AckReading(text: text, phrases: phrases, context: context).code()
  }

  func isTroubled() -> Bool {
    CrisisReading(text: text, phrases: phrases).isTroubled()
  }

  /// START; and a yes or no from somebody who was invited or had stopped.
  func standing(_ context: ReplyContext) -> ReplyReading? {
    if let match = whole(.start) { return ReplyReading(.start, match: match) }
    guard context.standing != .active else { return nil }
    let answer = AnswerReading(text: text.ownWords, phrases: phrases, isTroubled: false).yesNo()
    switch answer?.value {
    case "yes": return ReplyReading(.start, match: answer?.match ?? "")
    case "no" where context.standing == .invited:
      return ReplyReading(.stop, match: answer?.match ?? "")
    default: return nil
    }
  }

  /// Acknowledgements, commands and "wrong number".
  func command(_ original: String, _ context: ReplyContext) -> ReplyReading? {
    let acks = AckReading(text: text, phrases: phrases, context: context)
    if let found = acks.code() ?? acks.bare() { return found }
    if let found = exactChoice(context) { return found }
    let commands = CommandReading(
      text: text, original: original, phrases: phrases, context: context)
    if var found = commands.find() {
      if found.intent == .help, asksForHuman() != nil { found.also = [.talk] }
      return found
    }
    return wrong().map { ReplyReading(.wrong, match: $0) }
  }

  /// The answer with what else was said, or what else was said alone.
  func answer(
    _ original: String, _ context: ReplyContext, isTroubled: Bool
  ) -> ReplyReading? {
    let answer = plainAnswer(original, context, isTroubled: isTroubled)
    var more: [(ReplyReading.Intent, String)] = []
    if let match = helpPhrase() { more += [(.help, match), (.talk, match)] }
    if more.isEmpty, let match = asksForHuman() { more.append((.talk, match)) }
    if let match = phrases[.slipPhrases].first(text) {
      more.append((.slip, text.plain(match.range)))
    }
    if var answer {
      answer.also = more.map(\.0)
      return answer
    }
    guard let (intent, match) = more.first else { return nil }
    return ReplyReading(intent, also: more.dropFirst().map(\.0), match: match)
  }

  private func plainAnswer(
    _ original: String, _ context: ReplyContext, isTroubled: Bool
  ) -> ReplyReading? {
    let answers = AnswerReading(
      text: text.ownWords, phrases: phrases, isTroubled: isTroubled)
    let found: AnswerReading.Answer? =
      switch context.question {
      case .yesNo?: answers.yesNo()
      case .scale(let from, let to)?: answers.scale(from: from, to: to)
      case .choice(let options)?: answers.choice(options)
      case .text?: Self.freeText(original).map { ($0, "") }
      case nil: nil
      }
    return found.map { ReplyReading(.answer, value: $0.value, match: $0.match) }
  }

  private static func freeText(_ text: String) -> String? {
    let trimmed = text.drop { $0.isWhitespace }
    return trimmed.lastIndex { !$0.isWhitespace }.map { String(trimmed[...$0]) }
  }

  /// A choice named exactly wins over a command of the same name.
  private func exactChoice(_ context: ReplyContext) -> ReplyReading? {
    guard case .choice(let options)? = context.question else { return nil }
    let words = text.words.map(\.text)
    guard !words.isEmpty,
      let option = options.first(where: { ReplyText($0).words.map(\.text) == words })
    else { return nil }
    return ReplyReading(.answer, value: option, match: words.joined(separator: " "))
  }

  /// "Help me" at the beginning of a sentence.
  private func helpPhrase() -> String? {
    opening(.helpPhrases)
  }

  /// A phrase of at least `wordsMin` words with which a sentence begins, but for fillers.
  private func opening(_ section: PhraseSection, wordsMin: Int = 1) -> String? {
    let found = phrases[section].matches(text).first {
      let start = $0.range.lowerBound
      return $0.range.count >= wordsMin && (text.beginsSentence(start) || passesFillers(to: start))
    }
    return found.map { text.plain($0.range) }
  }

  private func asksForHuman() -> String? {
    for match in phrases[.talkPhrases].matches(text) {
      let start = match.range.lowerBound
      let isDenied =
        start > 0 && phrases[.crisisNegators].match(text, at: start - 1) != nil
        && text.words[start - 1].clause == text.words[start].clause
      if !isDenied { return text.plain(match.range) }
    }
    return nil
  }

  private func whole(_ section: PhraseSection) -> String? {
    let start = leadingFillers()
    guard start < text.words.count, let match = phrases[section].match(text, at: start),
      phrases[.fillers].covers(text, match.range.upperBound..<text.words.count)
    else { return nil }
    return text.plain(match.range)
  }

  private func leadingFillers() -> Int {
    var index = 0
    while index < text.words.count, let match = phrases[.fillers].match(text, at: index) {
      index = match.range.upperBound
    }
    return index < text.words.count ? index : 0
  }

  private func passesFillers(to end: Int) -> Bool { phrases[.fillers].covers(text, 0..<end) }
}
