/// A list of phrases with one purpose: the heading it stands under, after its file's name.
enum PhraseSection: Int, CaseIterable, Sendable {
  /// The whole message, but for fillers, ends the messages.
  case stopWords
  /// Stop words clear enough to count as a sentence among others.
  case stopStrong
  /// Ways to say it at length; at the beginning of a sentence.
  case stopPhrases
  /// What may stand before a phrase or a strong word: "could you".
  case stopOpeners
  /// What may stand before a phrase or a wished word: "I want to".
  case stopWishes
  /// What can only mean the messages, even as a wish.
  case stopWished
  case wrong
  case start
  case help
  case helpPhrases

  case yes
  /// A yes only with nothing but politeness around it.
  case yesAlone
  case no
  case noAlone
  /// Neither, although it begins like one.
  case unsure
  /// With the number as value.
  case numbers
  /// What may stand around a score.
  case about
  /// Politeness; may stand around anything.
  case fillers
  /// What telephones write before a message of ours that somebody put a sign to, with the sign.
  case reactions

  /// What a machine's text begins with.
  case machines

  case acknowledge
  case handBack

  /// What may stand before a command: "could you".
  case commandOpeners
  case talk
  /// Asks for a human, wherever it stands.
  case talkPhrases
  case slip
  case slipPhrases
  case pause
  case resume
  case less
  case more
  case quiet
  case snooze
  case skip
  case tip
  case who
  case thanks
  case share
  case away
  /// With `m`, `h`, `d`, `w` or `mo` as value.
  case spans
  /// What may stand beside a span: "for", "messages".
  case spanFillers

  /// A score or a yes with one of these is left to a human.
  case trouble
  /// A yes beside one of these is left to a human; a score is not.
  case troubleSigns

  case crisisGeneral
  case crisisOverdose
  case crisisWithdrawal
  case crisisDanger
  /// Idioms: what they cover is not looked at.
  case crisisHarmless
  /// Not now, or about others: what they cover is no alarm, but left to a human.
  case crisisPast
  /// Beside what is past: it is not over, or somebody would follow.
  case crisisPresent
  case crisisNegators
  /// What may stand between a negator and what it denies.
  case crisisTransparent
  /// What may stand beside a cry for help and a stop word.
  case crisisBeside

  /// Gives away what the messages are about.
  case revealing
  /// Wounds.
  case stigma

  /// One bit for each section, so that a word can carry which of them it may open.
  var bit: UInt64 { 1 << UInt64(rawValue) }

  /// Without these a stop, a cry for help or an "I will" would be heard by nobody.
  static let needed: [PhraseSection] = [
    .stopWords, .start, .yes, .no, .acknowledge, .handBack, .talk, .crisisGeneral,
  ]

  static let files: Set<String> = Set(allCases.map(\.file))
  var file: String { String(heading.prefix { $0 != "." }) }

  init?(heading: String) {
    guard let section = Self.allCases.first(where: { $0.heading == heading }) else { return nil }
    self = section
  }

  /// File and heading: `stop.words` is `[words]` in `stop.txt`.
  var heading: String {
    switch self {
    case .stopWords: "stop.words"
    case .stopStrong: "stop.strong"
    case .stopPhrases: "stop.phrases"
    case .stopOpeners: "stop.openers"
    case .stopWishes: "stop.wishes"
    case .stopWished: "stop.wished"
    case .wrong: "stop.wrong"
    case .start: "start.words"
    case .help: "help.words"
    case .helpPhrases: "help.phrases"
    case .yes: "answers.yes"
    case .yesAlone: "answers.yes-alone"
    case .no: "answers.no"
    case .noAlone: "answers.no-alone"
    case .unsure: "answers.unsure"
    case .numbers: "answers.numbers"
    case .about: "answers.about"
    case .fillers: "answers.fillers"
    case .reactions: "answers.reactions"
    case .machines: "machines.openings"
    case .acknowledge: "acks.will"
    case .handBack: "acks.cannot"
    case .commandOpeners: "commands.openers"
    case .talk: "commands.talk"
    case .talkPhrases: "commands.talk-phrases"
    case .slip: "commands.slip"
    case .slipPhrases: "commands.slip-phrases"
    case .pause: "commands.pause"
    case .resume: "commands.resume"
    case .less: "commands.less"
    case .more: "commands.more"
    case .quiet: "commands.quiet"
    case .snooze: "commands.snooze"
    case .skip: "commands.skip"
    case .tip: "commands.tip"
    case .who: "commands.who"
    case .thanks: "commands.thanks"
    case .share: "commands.share"
    case .away: "commands.away"
    case .spans: "commands.spans"
    case .spanFillers: "commands.span-fillers"
    case .trouble: "trouble.words"
    case .troubleSigns: "trouble.signs"
    case .crisisGeneral: "crisis.general"
    case .crisisOverdose: "crisis.overdose"
    case .crisisWithdrawal: "crisis.withdrawal"
    case .crisisDanger: "crisis.danger"
    case .crisisHarmless: "crisis.harmless"
    case .crisisPast: "crisis.past"
    case .crisisPresent: "crisis.present"
    case .crisisNegators: "crisis.negators"
    case .crisisTransparent: "crisis.transparent"
    case .crisisBeside: "crisis.beside"
    case .revealing: "wording.revealing"
    case .stigma: "wording.stigma"
    }
  }
}
