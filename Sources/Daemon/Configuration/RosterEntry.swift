package import CheckIns
package import Timekeeping

/// One person as the roster has them: checked, addresses in their normal form.
package struct RosterEntry: Hashable, Sendable {
  package var id: String
  package var name: String
  package var roles: Roles
  /// E.164.
  package var sms: String?
  /// An addr-spec.
  package var email: String?
  /// An IANA zone name.
  package var zone: String
  package var locale: String
  /// Nil: the house's.
  package var quietHours: QuietHours?
  package var plan: String?
  /// Nil: the day of the import.
  package var start: LocalDate?
  /// The person's own time of day, in place of the plan's.
  package var time: LocalTime?
  /// In order of rank.
  package var mentors: [RosterMentor]
  package var mayBeWoken: Bool
  package var consentTexts: LocalDate?
  package var consentMentors: LocalDate?
  package var consentCrisis: LocalDate?
  /// The line it stands on; 0 for `kith add` and `kith set`.
  package var line: Int
}

/// A mentor in a mentee's line.
package struct RosterMentor: Hashable, Sendable {
  package var id: String
  package var disclosure: Disclosure
  package init(id: String, disclosure: Disclosure) {
    self.id = id
    self.disclosure = disclosure
  }
}
