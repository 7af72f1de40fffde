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

  /// The kind of the template called `name`, or nil when it is none's.
  package init?(templateName name: String) {
    let kinds = Self.allCases.filter {
      name == $0.rawValue || name.hasPrefix($0.rawValue + "-")
    }
    guard let longest = kinds.max(by: { $0.rawValue.utf8.count < $1.rawValue.utf8.count }) else {
      return nil
    }
    self = longest
  }

  /// The names a template of this kind may use, in the order documentation lists them.
  ///
  /// All may use `sender` (the house's `sender_name`) and `name` (the receiver's own first name).
  package var names: [String] { ["sender", "name"] + ownNames }

  /// Names without which this kind makes no sense: a template that lacks one is a fault.
  package var required: [String] {
    switch self {
    case .noticeSilence, .noticeAnswer, .noticeTalk, .noticeCrisis: ["about", "code"]
    case .noticeUnreached, .allClear: ["about"]
    case .crisisGeneral, .crisisOverdose, .crisisWithdrawal, .crisisDanger: ["emergency"]
    case .say: ["text"]
    case .seen, .howDidItGo: ["who"]
    case .operatorGateway: ["gateway"]
    default: []
    }
  }

  private var ownNames: [String] {
    switch self {
    case .checkin, .nudge:
      ["yes_no", "scale", "choice", "open", "from", "to", "choices", "link"]
    case .noticeSilence: notice + ["since", "score", "words"]
    case .noticeAnswer: notice + ["score", "words"]
    case .noticeCrisis: notice + ["words", "again"]
    case .noticeTalk: notice + ["words"]
    case .noticeUnreached: notice + ["since"]
    case .noticeWrong: ["about"]
    case .allClear: ["about", "by"]
    case .ackConfirmation, .howDidItGo: ["about", "who", "phone", "link"]
    case .handbackConfirmation, .alreadyClosed: ["about"]
    case .seen: ["who"]
    case .who: ["people"]
    case .milestone: ["days", "span"]
    case .pauseConfirmation, .awayConfirmation: ["until"]
    case .settingConfirmation: ["setting"]
    case .talkConfirmation, .helpMentee, .helpMentor: hotline
    case .notReachedYet: hotline
    case .crisisGeneral, .crisisOverdose, .crisisWithdrawal, .crisisDanger: hotline
    case .whichPerson: ["people"]
    case .say: ["text", "by"]
    case .operatorGateway: ["gateway", "since", "reason", "working", "count"]
    case .invitation, .notUnderstood, .stillWant: ["link"]
    case .welcome, .thanks, .slipConfirmation, .resumeConfirmation, .stopConfirmation,
      .startConfirmation, .wrongConfirmation:
      []
    }
  }

  /// `about` is the mentee as this receiver may know them; the rest arrives as disclosure allows.
  private var notice: [String] { ["about", "code", "link", "phone", "coordinator"] }
  /// What a hotline card offers; empty where the country has none.
  private var hotline: [String] { ["emergency", "line", "line2", "poison", "shelter", "unknown"] }
}
