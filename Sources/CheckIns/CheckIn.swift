package import Messages
package import Timekeeping

/// One occurrence of a plan for one mentee. Its identity is (enrolment, date, slot): unique.
package struct CheckIn: Row {
  package enum State: Int, Sendable {
    /// The prompt is queued or on its way. → asked, skipped, unreached, in contact
    case asking = 1
    /// A gateway accepted the prompt. → answered, in contact, missed, unreached; asking, when a
    /// receipt says that it did not arrive
    case asked = 2
    /// The question was answered. Final.
    case answered = 3
    /// The person wrote something human. → answered
    case inContact = 4
    /// The first alert step was reached without contact. → answered, in contact
    case missed = 5
    /// Not asked: too late, paused, or asked not to. Final.
    case skipped = 6
    /// Kith never managed to ask. → answered, in contact
    case unreached = 7
    /// A clock that was wrong skipped it before its time, which is still to come. → asking, skipped
    case planned = 8
  }

  package var id: CheckInID
  package var enrolment: EnrolmentID
  package var person: PersonID
  package var date: LocalDate
  package var slot: Int
  package var plannedAt: Instant
  /// The plan as it was when the check-in opened; it keeps it whatever happens to the file.
  package var planDigest: String
  package var state: State
  package var prompt: MessageID?
  package var askedAt: Instant?
  package var contactAt: Instant?
  package var settledAt: Instant?
  /// Index of the ladder step that comes next.
  package var step: Int
  /// When the last nudge was settled; an alert keeps `last_word` from it.
  package var nudgedAt: Instant?
  /// When the occurrence after this one is due: a prompt is not worth sending past it.
  package var nextAt: Instant?
  package var timer: Timer?

  package var key: CheckInID { id }
  package var owner: PersonID? { person }
  package var isOpen: Bool { state == .asking || state == .asked || state == .missed }

  package init(
    id: CheckInID, enrolment: EnrolmentID, person: PersonID, date: LocalDate, slot: Int,
    plannedAt: Instant, planDigest: String, state: State
  ) {
    self.id = id
    self.enrolment = enrolment
    self.person = person
    self.date = date
    self.slot = slot
    self.plannedAt = plannedAt
    self.planDigest = planDigest
    self.state = state
    self.step = 0
  }
}

/// One open matter about one person.
package struct Alert: Row {
  package enum Reason: String, Sendable, CaseIterable {
    case silence, answer, crisis, talk, unreached
  }
  package enum State: Int, Sendable {
    /// Nobody has said they will see to it.
    case open = 1
    /// Somebody said so; what was unsent is gone.
    case acknowledged = 2
    case closed = 3
  }

  package var id: AlertID
  /// Whom it is about.
  package var person: PersonID
  package var checkIn: CheckInID?
  /// What they wrote that opened it; its words reach only whom the person lets have them.
  package var reply: ReplyID?
  package var reason: Reason
  package var state: State
  package var openedAt: Instant
  /// The plan whose ladder it follows; nil for the built-in ladders of crisis and talk.
  package var planDigest: String?
  /// Index of the ladder step in force.
  package var step: Int
  /// What the steps' `after` counts from.
  package var base: Instant
  /// When the step in force began.
  package var stepAt: Instant
  /// How often the step in force has repeated.
  package var repeats: Int
  package var acknowledgedBy: PersonID?
  package var acknowledgedAt: Instant?
  package var closedAt: Instant?
  package var outcome: String?
  /// What whoever closed it wrote, which is sealed; nil until it is opened.
  package var note: String?
  /// Crisis only: the person was told that nobody could be reached yet.
  package var toldNotReached: Bool
  package var timer: Timer?

  package var key: AlertID { id }
  package var owner: PersonID? { person }

  package init(id: AlertID, person: PersonID, reason: Reason, openedAt: Instant) {
    self.id = id
    self.person = person
    self.reason = reason
    self.state = .open
    self.openedAt = openedAt
    self.step = 0
    self.base = openedAt
    self.stepAt = openedAt
    self.repeats = 0
    self.toldNotReached = false
  }
}
