/// A list of phrases with one purpose: the heading it stands under, after its file's name.
enum PhraseSection: String, CaseIterable, Sendable {
  /// The whole message, but for fillers, ends the messages.
  case stopWords = "stop.words"
  /// Stop words clear enough to count as a sentence among others.
  case stopStrong = "stop.strong"
  /// Ways to say it at length; at the beginning of a sentence.
  case stopPhrases = "stop.phrases"
  /// What may stand before a phrase or a strong word: "could you".
  case stopOpeners = "stop.openers"
  /// What may stand before a phrase or a wished word: "I want to".
  case stopWishes = "stop.wishes"
  /// What can only mean the messages, even as a wish.
  case stopWished = "stop.wished"
  case wrong = "stop.wrong"
  case start = "start.words"
  case help = "help.words"
  case helpPhrases = "help.phrases"

  case yes = "answers.yes"
  case no = "answers.no"
  /// With the number as value.
  case numbers = "answers.numbers"
  /// What may stand around a score.
  case about = "answers.about"
  /// After a number: it counts something, and is no score.
  case units = "answers.units"
  /// Politeness; may stand around anything.
  case fillers = "answers.fillers"

  case acknowledge = "acks.will"
  case handBack = "acks.cannot"

  case talk = "commands.talk"
  /// Asks for a human, wherever it stands.
  case talkPhrases = "commands.talk-phrases"
  case slip = "commands.slip"
  case slipPhrases = "commands.slip-phrases"
  case pause = "commands.pause"
  case resume = "commands.resume"
  case less = "commands.less"
  case more = "commands.more"
  case quiet = "commands.quiet"
  case snooze = "commands.snooze"
  case skip = "commands.skip"
  case tip = "commands.tip"
  case who = "commands.who"
  case thanks = "commands.thanks"
  case share = "commands.share"
  case away = "commands.away"
  /// With `m`, `h`, `d`, `w` or `mo` as value.
  case spans = "commands.spans"
  /// What may stand beside a span: "for", "messages".
  case spanFillers = "commands.span-fillers"

  /// A score or a yes with one of these is left to a human.
  case trouble = "trouble.words"

  case crisisGeneral = "crisis.general"
  case crisisOverdose = "crisis.overdose"
  case crisisWithdrawal = "crisis.withdrawal"
  case crisisDanger = "crisis.danger"
  /// Idioms: what they cover is not looked at.
  case crisisHarmless = "crisis.harmless"
  case crisisNegators = "crisis.negators"
  /// What may stand between a negator and what it denies.
  case crisisTransparent = "crisis.transparent"

  /// Gives away what the messages are about.
  case revealing = "wording.revealing"
  /// Wounds.
  case stigma = "wording.stigma"

  static let files: Set<String> = Set(allCases.map(\.file))
  var file: String { String(rawValue.prefix { $0 != "." }) }
}
