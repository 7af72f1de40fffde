import Messages

/// What sets some templates apart when a message is about to leave.
enum TemplateUse {
  /// Goes even to an address that said stop: the one confirmation, and the hotline card.
  static func answersStop(_ template: String) -> Bool {
    switch TemplateKind(templateName: template) {
    case .stopConfirmation, .wrongConfirmation: true
    case .crisisGeneral, .crisisOverdose, .crisisWithdrawal, .crisisDanger: true
    case .seen, .notReachedYet: true
    default: false
    }
  }

  /// Goes to people who have not said yes.
  static func goesToUnconfirmed(_ template: String) -> Bool {
    switch TemplateKind(templateName: template) {
    case .invitation, .welcome, .helpMentee, .helpMentor: true
    default: answersStop(template)
    }
  }

  /// Speaks of the address it goes to, so that it says nothing anywhere else.
  static func isAboutItsAddress(_ template: String) -> Bool {
    switch TemplateKind(templateName: template) {
    case .stopConfirmation, .wrongConfirmation: true
    default: false
    }
  }

  static func isInvitation(_ template: String) -> Bool {
    TemplateKind(templateName: template) == .invitation
  }

  static func isThanks(_ template: String) -> Bool {
    TemplateKind(templateName: template) == .thanks
  }

  /// Asks something, so that it goes only where it can be answered; a plan's own question is known
  /// by its lane.
  static func asks(_ template: String) -> Bool {
    switch TemplateKind(templateName: template) {
    case .invitation, .checkin, .nudge, .stillWant, .whichPerson, .notUnderstood, .howDidItGo: true
    default: template == "invitation-mentor"
    }
  }

  /// Answers what the person has just sent, so that quiet hours do not hold it back.
  static func isAnswer(_ template: String) -> Bool {
    switch TemplateKind(templateName: template) {
    case .thanks, .stopConfirmation, .startConfirmation, .helpMentee, .helpMentor, .welcome,
      .ackConfirmation, .handbackConfirmation, .alreadyClosed, .notUnderstood, .wrongConfirmation,
      .pauseConfirmation, .resumeConfirmation, .talkConfirmation, .whichPerson,
      .slipConfirmation, .settingConfirmation, .who, .awayConfirmation:
      true
    default: false
    }
  }
}
