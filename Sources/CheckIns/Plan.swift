package import Messages
package import Timekeeping

/// What is asked, when, and what follows silence. Stored by the digest of its encoded form.
package struct Plan: Hashable, Sendable, Codable {
  package var name: String
  package var question: Question
  /// An answer that alerts the mentors at once, or nil.
  package var alert: AnswerAlert?
  /// Template of the prompt.
  package var prompt: String
  package var phases: [Phase]
  /// In order of `after`; never empty.
  package var ladder: [LadderStep]
  /// Least time between a nudge and the alert after it.
  package var lastWord: Duration
  /// Acknowledged and not closed for this long: the mentor is asked how it went.
  package var closeWithin: Duration
  package var milestones: Milestones?
  /// Holidays, and what becomes of a check-in on one; nil: it is asked as on any day.
  package var holidays: ExceptionDates?

  package init(
    name: String, question: Question = .yesNo, alert: AnswerAlert? = nil,
    prompt: String = "checkin", phases: [Phase], ladder: [LadderStep] = LadderStep.shipped,
    lastWord: Duration = .minutes(30), closeWithin: Duration = .hours(24),
    milestones: Milestones? = nil, holidays: ExceptionDates? = nil
  ) {
    self.name = name
    self.question = question
    self.alert = alert
    self.prompt = prompt
    self.phases = phases
    self.ladder = ladder
    self.lastWord = lastWord
    self.closeWithin = closeWithin
    self.milestones = milestones
    self.holidays = holidays
  }
}

/// A stretch of a plan with its own schedule.
package struct Phase: Hashable, Sendable, Codable {
  package var bounds: PhaseBounds
  package var schedule: Schedule

  /// Begins where the phase before ends; without a span it has no end.
  package init(span: Span? = nil, schedule: Schedule) {
    self.init(bounds: PhaseBounds(span: span), schedule: schedule)
  }

  package init(bounds: PhaseBounds, schedule: Schedule) {
    self.bounds = bounds
    self.schedule = schedule
  }
}

/// Answers that open an alert with reason `answer`.
package enum AnswerAlert: Hashable, Sendable, Codable {
  /// A score lower than this.
  case below(Int)
  /// A score higher than this.
  case above(Int)
  /// One of these words (`no`, a choice), lower-case.
  case oneOf([String])
}

/// One step after silence.
package struct LadderStep: Hashable, Sendable, Codable {
  package enum Action: Hashable, Sendable, Codable {
    case nudge
    case alert(AlertStep)
  }
  package enum Quiet: String, Hashable, Sendable, Codable {
    /// Waits for the end of the receiver's quiet hours.
    case wait
    /// Rings through, for a receiver who agreed to be woken.
    case ring
  }

  /// From `asked_at`.
  package var after: Duration
  package var action: Action
  package var quiet: Quiet

  package init(after: Duration, action: Action, quiet: Quiet = .wait) {
    self.after = after
    self.action = action
    self.quiet = quiet
  }

  package var isNudge: Bool { action == .nudge }

  /// The default: most silences are harmless, and a volunteer who hears every one stops listening.
  package static let shipped: [LadderStep] = [
    LadderStep(after: .hours(3), action: .nudge),
    LadderStep(after: .hours(22), action: .nudge),
    LadderStep(
      after: .hours(26), action: .alert(.init(.mentors(rank: 1), unansweredAfter: .hours(4)))),
    LadderStep(
      after: .hours(32), action: .alert(.init(.mentors(rank: 2), unansweredAfter: .hours(4)))),
    LadderStep(after: .hours(50), action: .alert(.init(.coordinators, every: .hours(4)))),
  ]
}

/// Whom an alert step tells, and when the next follows.
package struct AlertStep: Hashable, Sendable, Codable {
  package enum Audience: Hashable, Sendable, Codable {
    /// Nil: all mentors.
    case mentors(rank: Int?)
    case coordinators
  }
  package var audience: Audience
  /// Nobody has acknowledged this long after the notice was settled: the next step runs early.
  package var unansweredAfter: Duration?
  /// Told again this often until somebody acknowledges; only on the last step.
  package var every: Duration?

  package init(_ audience: Audience, unansweredAfter: Duration? = nil, every: Duration? = nil) {
    self.audience = audience
    self.unansweredAfter = unansweredAfter
    self.every = every
  }
}

/// Days to celebrate, counted from a date of the person.
package struct Milestones: Hashable, Sendable, Codable {
  /// Nil: the enrolment's start.
  package var from: PersonalDate?
  package var spans: [Span]
  package var yearly: Bool
  package init(from: PersonalDate? = nil, spans: [Span], yearly: Bool) {
    self.from = from
    self.spans = spans
    self.yearly = yearly
  }
}
