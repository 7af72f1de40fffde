package import Messages
package import Timekeeping

/// The parts a person plays; one person may hold several.
package struct Roles: OptionSet, Hashable, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
  package static let mentee = Roles(rawValue: 1)
  package static let mentor = Roles(rawValue: 2)
  package static let coordinator = Roles(rawValue: 4)
  package static let operator_ = Roles(rawValue: 8)
}

/// What a person chose themselves, by text or page: it wins over the roster file.
package struct Choices: OptionSet, Hashable, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
  package static let quietHours = Choices(rawValue: 1)
  package static let pause = Choices(rawValue: 2)
  package static let stop = Choices(rawValue: 4)
  package static let disclosure = Choices(rawValue: 8)
  package static let pace = Choices(rawValue: 16)
  /// That their mentors may be told.
  package static let mentors = Choices(rawValue: 32)
}

/// Anybody Kith knows. Name, roster id and addresses are not here: they are opened where needed.
package struct Person: Row {
  package enum Standing: Int, Sendable {
    /// Gets one invitation and nothing else until they say yes.
    case invited = 1
    case active = 2
    /// Said no to the invitation.
    case declined = 3
    /// Left the programme, or the number was somebody else's: nothing is sent any more.
    case left = 4
  }

  package var id: PersonID
  package var roles: Roles
  /// An IANA zone name.
  package var zone: String
  /// A BCP 47 tag that names a folder of `templates/`.
  package var locale: String
  /// Nil: the house's.
  package var quietHours: QuietHours?
  /// May be woken at night for a crisis (`crisis: yes` in the roster).
  package var mayBeWoken: Bool
  package var standing: Standing
  /// When consent to texts, to telling mentors, and to crisis use was given; nil where it was not.
  package var consentTexts: LocalDate?
  package var consentMentors: LocalDate?
  package var consentCrisis: LocalDate?
  /// What phases and milestones of a plan may count from.
  package var dates: PersonalDates
  /// Days on which the person is not asked.
  package var daysOff: DaysOff
  /// While this lies ahead nothing but answers and crisis is sent; `.distantFuture` has no end.
  package var pausedUntil: Instant?
  /// Mentors: away in [from, until), and who covers.
  package var awayFrom: Instant?
  package var awayUntil: Instant?
  package var cover: PersonID?
  /// Missed or unheard check-ins since the last contact.
  package var silentInARow: Int
  package var lastContactAt: Instant?
  package var chosen: Choices
  /// The invitation went into the queue; there is only ever one.
  package var invitedAt: Instant?
  /// The receiver's local day that the counts are of.
  package var countedOn: LocalDate?
  /// Automatic texts queued (the cap of `texts_per_day`).
  package var countedTexts: Int
  /// All messages queued but urgent ones (the cap of `most_per_day`).
  package var countedAll: Int
  /// Urgent answers queued: hotline cards and confirmations of a stop.
  package var countedUrgent: Int
  package var timer: Timer?
  /// False where the database holds what nobody understands: they count as not there, and the row
  /// is never written.
  package var isReadable = true

  package var key: PersonID { id }
  package var owner: PersonID? { id }

  package init(id: PersonID, roles: Roles, zone: String, locale: String, standing: Standing) {
    self.id = id
    self.roles = roles
    self.zone = zone
    self.locale = locale
    self.standing = standing
    self.mayBeWoken = false
    self.dates = .none
    self.daysOff = .none
    self.silentInARow = 0
    self.chosen = []
    self.countedTexts = 0
    self.countedAll = 0
    self.countedUrgent = 0
  }
}

/// When a person is left in peace, on their own clock.
package typealias QuietHours = QuietWindow

/// One way to reach a person.
package struct Contact: Row {
  package enum BadReason: Int, Sendable {
    /// A provider said that it can never be reached; a reply from there proves it wrong.
    case provider = 1
    /// Somebody else wrote from there that it is theirs.
    case wrongNumber = 2
    /// The roster names it no more.
    case unlisted = 3
  }

  package var id: ContactID
  package var person: PersonID
  package var channel: Channel
  /// 1 is tried first.
  package var rank: Int
  package var confirmed: Bool
  /// Set from STOP to START.
  package var optedOutAt: Instant?
  /// Set while nothing is sent here, and why.
  package var badSince: Instant?
  package var badBecause: BadReason?
  /// Prompts in a row that turned out undelivered.
  package var undeliveredInARow: Int

  package var key: ContactID { id }
  package var owner: PersonID? { person }

  package init(id: ContactID, person: PersonID, channel: Channel, rank: Int, confirmed: Bool) {
    self.id = id
    self.person = person
    self.channel = channel
    self.rank = rank
    self.confirmed = confirmed
    self.undeliveredInARow = 0
  }
}

/// What a mentee lets one mentor know; each level includes those before it.
package enum Disclosure: String, Comparable, Sendable, CaseIterable, Codable {
  case reachOut = "reach-out"
  case missed, scores, words

  package static func < (left: Self, right: Self) -> Bool {
    guard let l = allCases.firstIndex(of: left), let r = allCases.firstIndex(of: right) else {
      return false
    }
    return l < r
  }
}

/// A mentee's mentor. Its key is the pair.
package struct Mentorship: Row {
  package struct Key: Hashable, Comparable, Sendable {
    package var mentee: PersonID
    package var mentor: PersonID
    package init(mentee: PersonID, mentor: PersonID) {
      self.mentee = mentee
      self.mentor = mentor
    }
    package static func < (left: Self, right: Self) -> Bool {
      (left.mentee, left.mentor) < (right.mentee, right.mentor)
    }
  }

  package var mentee: PersonID
  package var mentor: PersonID
  /// 1 is told first.
  package var rank: Int
  package var disclosure: Disclosure
  package var ended: Bool

  package var key: Key { Key(mentee: mentee, mentor: mentor) }
  package var owner: PersonID? { mentee }

  package init(mentee: PersonID, mentor: PersonID, rank: Int, disclosure: Disclosure) {
    self.mentee = mentee
    self.mentor = mentor
    self.rank = rank
    self.disclosure = disclosure
    self.ended = false
  }
}

/// One mentee on one plan from a date.
package struct Enrolment: Row {
  package var id: EnrolmentID
  package var person: PersonID
  package var planName: String
  /// Day 0 of the plan, in the person's zone.
  package var start: LocalDate
  /// The person's own time of day (`HH:MM`), in place of the plan's.
  package var time: String?
  package var ended: Bool
  /// The occurrence that is planned and not yet asking.
  package var nextDate: LocalDate?
  package var nextSlot: Int
  /// When the rule puts it; the timer may stand later (quiet hours, spread after downtime).
  package var nextAt: Instant?
  /// Check-ins up to this date may exist already (a zone was changed, a clock was wrong): an
  /// occurrence looks for its own before it is asked. Nil, as nearly always: none lies ahead.
  package var takenUntil: LocalDate?
  package var timer: Timer?

  package var key: EnrolmentID { id }
  package var owner: PersonID? { person }

  package init(id: EnrolmentID, person: PersonID, planName: String, start: LocalDate) {
    self.id = id
    self.person = person
    self.planName = planName
    self.start = start
    self.ended = false
    self.nextSlot = 0
  }
}
