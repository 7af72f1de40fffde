/// One person in `kith people`.
package struct PersonLine: Hashable, Sendable, Codable {
  /// The roster id (`ann`).
  package var id: String
  /// Kith's own id (`p7`), the one in logs and ledger.
  package var person: String
  package var name: String
  /// `mentee`, `mentor`, `coordinator`, `operator`, in this order.
  package var roles: [String]
  /// `invited`, `active`, `declined`, `left`, or what outweighs it: `stopped`, `paused`, `away`.
  package var state: String
  /// When `paused` or `away` ends, where it does.
  package var until: Moment?
  package var plan: String?
  /// The next check-in.
  package var next: Moment?
  /// A mentee whom nobody would be told about.
  package var uncovered: Bool

  package init(
    id: String, person: String, name: String, roles: [String], state: String,
    until: Moment? = nil, plan: String? = nil, next: Moment? = nil, uncovered: Bool = false
  ) {
    self.id = id
    self.person = person
    self.name = name
    self.roles = roles
    self.state = state
    self.until = until
    self.plan = plan
    self.next = next
    self.uncovered = uncovered
  }
}

/// Everything `kith show` knows of one person.
package struct PersonDetail: Hashable, Sendable, Codable {
  package var summary: PersonLine
  /// An IANA zone name.
  package var zone: String
  package var locale: String
  /// `21:00-08:00`, or `none`.
  package var quietHours: String
  /// `quit_date=2026-03-01;…`; nil: none.
  package var dates: String?
  /// `2026-12-24..2027-01-02;…`; nil: none.
  package var daysOff: String?
  package var contacts: [ContactLine]
  /// In order of rank.
  package var mentors: [MentorLine]
  /// Whose mentor this person is.
  package var mentees: [MentorLine]
  /// `texts`, `mentors`, `crisis`, each with the date it was given; nil fields are not given.
  package var consent: Consent
  /// Newest first.
  package var checkIns: [CheckInLine]
  /// Those not closed, newest first.
  package var alerts: [AlertLine]

  package struct ContactLine: Hashable, Sendable, Codable {
    package var channel: String
    package var address: String
    /// `confirmed`, `unconfirmed`, `stopped`, `bad address`.
    package var state: String
    package init(channel: String, address: String, state: String) {
      self.channel = channel
      self.address = address
      self.state = state
    }
  }

  package struct MentorLine: Hashable, Sendable, Codable {
    package var id: String
    package var name: String
    /// 1 is told first.
    package var rank: Int
    package var disclosure: String
    package init(id: String, name: String, rank: Int, disclosure: String) {
      self.id = id
      self.name = name
      self.rank = rank
      self.disclosure = disclosure
    }
  }

  package struct Consent: Hashable, Sendable, Codable {
    package var texts: String?
    package var mentors: String?
    package var crisis: String?
    package init(texts: String? = nil, mentors: String? = nil, crisis: String? = nil) {
      self.texts = texts
      self.mentors = mentors
      self.crisis = crisis
    }
  }

  package struct CheckInLine: Hashable, Sendable, Codable {
    /// `c12`
    package var checkIn: String
    package var planned: Moment
    /// `asking`, `asked`, `answered`, `in contact`, `missed`, `skipped`, `unreached`.
    package var state: String
    package var answer: String?
    package init(checkIn: String, planned: Moment, state: String, answer: String? = nil) {
      self.checkIn = checkIn
      self.planned = planned
      self.state = state
      self.answer = answer
    }
    enum CodingKeys: String, CodingKey {
      case planned, state, answer
      case checkIn = "check_in"
    }
  }

  package init(
    summary: PersonLine, zone: String, locale: String, quietHours: String,
    contacts: [ContactLine] = [], mentors: [MentorLine] = [], mentees: [MentorLine] = [],
    consent: Consent = Consent(), checkIns: [CheckInLine] = [], alerts: [AlertLine] = []
  ) {
    self.summary = summary
    self.zone = zone
    self.locale = locale
    self.quietHours = quietHours
    self.contacts = contacts
    self.mentors = mentors
    self.mentees = mentees
    self.consent = consent
    self.checkIns = checkIns
    self.alerts = alerts
  }
  enum CodingKeys: String, CodingKey {
    case summary, zone, locale, contacts, mentors, mentees, consent, alerts
    case dates
    case daysOff = "days_off"
    case quietHours = "quiet_hours"
    case checkIns = "check_ins"
  }
}
