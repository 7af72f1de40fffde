package import Messages
package import Timekeeping

/// One line of a roster, read and found good: addresses normalised, plan and zone known.
package struct RosterEntry: Hashable, Sendable {
  package struct MentorLink: Hashable, Sendable {
    /// The mentor's roster id.
    package var id: String
    /// Nil where the line leaves it out.
    package var disclosure: Disclosure?
    package init(id: String, disclosure: Disclosure? = nil) {
      self.id = id
      self.disclosure = disclosure
    }
  }

  package var id: String
  package var name: String
  package var roles: Roles
  /// At most one of a channel; in the order they are tried.
  package var addresses: [Address]
  package var zone: String
  package var locale: String
  package var quietHours: QuietHours?
  package var plan: String?
  package var start: LocalDate?
  /// `HH:MM`
  package var time: String?
  /// The person's own dates; nil: those that are known stay.
  package var dates: PersonalDates?
  /// Days on which they are not asked; nil: those that are known stay.
  package var daysOff: DaysOff?
  /// In rank order.
  package var mentors: [MentorLink]
  package var mayBeWoken: Bool
  package var consentTexts: LocalDate?
  package var consentMentors: LocalDate?
  package var consentCrisis: LocalDate?

  package struct Address: Hashable, Sendable {
    package var channel: Channel
    /// E.164, a lower-case addr-spec, or as the messenger has it.
    package var text: String
    package init(channel: Channel, text: String) {
      self.channel = channel
      self.text = text
    }
  }

  package init(id: String, name: String, roles: Roles, zone: String, locale: String = "en") {
    self.id = id
    self.name = name
    self.roles = roles
    self.addresses = []
    self.zone = zone
    self.locale = locale
    self.mentors = []
    self.mayBeWoken = false
  }
}
