/// A kind of message, by the name of its template. What each may say is fixed by the names it is
/// given: a template cannot disclose what never reaches it.
///
/// A template belongs to the kind whose name it has, or begins with before a dash:
/// `checkin-evening` is a `checkin`, `thanks-3` is a `thanks`.
package enum TemplateKind: String, CaseIterable, Sendable {
  // To mentees.
  case invitation, welcome, checkin, nudge, thanks, milestone, seen
  case stillWant = "still-want"
  case notReachedYet = "not-reached-yet"
  case talkConfirmation = "talk-confirmation"
  case slipConfirmation = "slip-confirmation"
  case pauseConfirmation = "pause-confirmation"
  case resumeConfirmation = "resume-confirmation"
  case settingConfirmation = "setting-confirmation"
  case who
  case crisisGeneral = "crisis-general"
  case crisisOverdose = "crisis-overdose"
  case crisisWithdrawal = "crisis-withdrawal"
  case crisisDanger = "crisis-danger"
  // To mentors and coordinators, about a mentee.
  case noticeSilence = "notice-silence"
  case noticeAnswer = "notice-answer"
  case noticeCrisis = "notice-crisis"
  case noticeTalk = "notice-talk"
  case noticeUnreached = "notice-unreached"
  case noticeWrong = "notice-wrong"
  /// To coordinators: a call for help from an address that is nobody's.
  case strangerCrisis = "stranger-crisis"
  case allClear = "all-clear"
  case ackConfirmation = "ack-confirmation"
  case handbackConfirmation = "handback-confirmation"
  case alreadyClosed = "already-closed"
  case awayConfirmation = "away-confirmation"
  case howDidItGo = "how-did-it-go"
  // To anybody.
  case helpMentee = "help-mentee"
  case helpMentor = "help-mentor"
  case stopConfirmation = "stop-confirmation"
  case startConfirmation = "start-confirmation"
  case wrongConfirmation = "wrong-confirmation"
  case notUnderstood = "not-understood"
  case whichPerson = "which-person"
  case say
  case operatorGateway = "operator-gateway"
  case operatorTrouble = "operator-trouble"

  /// The kind of the template called `name`, or nil when it is none's.
  package init?(templateName name: String) {
    // Most are called as their kind, and nothing is longer than the whole name.
    if let kind = Self(rawValue: name) {
      self = kind
      return
    }
    let kinds = Self.allCases.filter {
      name == $0.rawValue || name.hasPrefix($0.rawValue + "-")
    }
    guard let longest = kinds.max(by: { $0.rawValue.utf8.count < $1.rawValue.utf8.count }) else {
      return nil
    }
    self = longest
  }

  /// The names a template of this kind may use, in the order documentation lists them.
  package var names: [String] { always + words.sometimes }

  /// Names that always have a value: the house's `sender_name`, the receiver's own first name, and
  /// the kind's own. Any other stands inside a section of its own name.
  package var always: [String] { ["sender", "name"] + words.given }

  /// Names without which a message of this kind is useless.
  package var mustUse: [String] { words.mustUse }

  /// Names that have a value wherever another one has.
  static let companions = ["from": "scale", "to": "scale", "choices": "choice"]

  private struct Words {
    var given: [String] = []
    var sometimes: [String] = []
    var mustUse: [String] = []
  }

  /// `about` is the mentee as this receiver may know them; scores and words arrive only where the
  /// mentee allows them to.
  private var words: Words {
    switch self {
    case .checkin, .nudge:
      Words(sometimes: ["yes_no", "scale", "choice", "open", "from", "to", "choices", "link"])
    case .noticeSilence: notice(["since", "score", "words"])
    case .noticeAnswer: notice(["score", "words"])
    case .noticeCrisis: notice(["words", "again"])
    case .noticeTalk: notice(["words"])
    case .noticeUnreached:
      Words(given: ["about"], sometimes: ["since", "phone", "link"], mustUse: ["about"])
    case .allClear: Words(given: ["about"], sometimes: ["by"], mustUse: ["about"])
    case .noticeWrong, .handbackConfirmation, .alreadyClosed: Words(given: ["about"])
    case .ackConfirmation, .howDidItGo: Words(given: ["about"], sometimes: ["phone", "link"])
    case .seen: Words(given: ["who"], mustUse: ["who"])
    case .who: Words(given: ["people"], mustUse: ["people"])
    case .whichPerson: Words(sometimes: ["people"])
    case .say: Words(given: ["text"], sometimes: ["by"], mustUse: ["text"])
    case .operatorTrouble: Words(given: ["reason"], mustUse: ["reason"])
    case .operatorGateway:
      Words(given: ["gateway", "reason"], sometimes: ["since", "working"], mustUse: ["gateway"])
    case .settingConfirmation: Words(given: ["setting"], mustUse: ["setting"])
    case .pauseConfirmation, .awayConfirmation: Words(sometimes: ["until"])
    case .milestone: Words(given: ["span"], sometimes: ["years", "months", "days"])
    case .crisisGeneral, .crisisOverdose, .crisisWithdrawal, .crisisDanger:
      Words(given: ["emergency"], sometimes: numbers, mustUse: ["emergency"])
    case .notReachedYet: Words(given: ["emergency"], sometimes: numbers, mustUse: ["emergency"])
    case .talkConfirmation, .helpMentee, .helpMentor:
      Words(given: ["emergency"], sometimes: numbers + ["link"])
    case .invitation, .notUnderstood, .stillWant: Words(sometimes: ["link"])
    case .strangerCrisis, .welcome, .thanks, .slipConfirmation, .resumeConfirmation,
      .stopConfirmation,
      .startConfirmation, .wrongConfirmation:
      Words()
    }
  }

  private func notice(_ sometimes: [String]) -> Words {
    Words(
      given: ["about", "code"], sometimes: sometimes + ["phone", "link"],
      mustUse: ["about", "code"])
  }

  /// What a hotline card offers besides the emergency number, where the country has it.
  private var numbers: [String] { ["line", "line2", "poison", "shelter"] }
}
