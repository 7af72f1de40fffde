/// The pretend phones of the sandbox gateway, as `/phones` shows them.
package struct PhonesState: Hashable, Sendable, Codable {
  /// Seconds since 1970; the page counts down from it, not from its own clock.
  package var now: Int64
  /// Mentees first, then mentors, then the others; each by roster id.
  package var phones: [Phone]
  /// What happens next and what stands open, soonest first.
  package var strip: [StripLine]

  package struct Phone: Hashable, Sendable, Codable {
    /// Its number or mail address; what a reply names.
    package var phone: String
    /// The roster id of whose it is.
    package var id: String
    /// Kith's own id of them (`p7`), for addresses: those name nobody.
    package var person: String
    package var name: String
    package var roles: [String]
    /// `sms` or `email`.
    package var channel: String
    /// Oldest first, at most the newest 200.
    package var messages: [Bubble]

    package init(
      phone: String, id: String, person: String, name: String, roles: [String], channel: String,
      messages: [Bubble]
    ) {
      self.phone = phone
      self.id = id
      self.person = person
      self.name = name
      self.roles = roles
      self.channel = channel
      self.messages = messages
    }
  }

  package struct Bubble: Hashable, Sendable, Codable {
    /// `m12` or `r5`; unique over all phones.
    package var id: String
    /// True when Kith wrote it, false when the person did.
    package var fromKith: Bool
    package var at: Moment
    package var subject: String?
    package var text: String

    package init(id: String, fromKith: Bool, at: Moment, subject: String? = nil, text: String) {
      self.id = id
      self.fromKith = fromKith
      self.at = at
      self.subject = subject
      self.text = text
    }
    enum CodingKeys: String, CodingKey {
      case id, at, subject, text
      case fromKith = "from_kith"
    }
  }

  /// One line of "what is happening".
  package struct StripLine: Hashable, Sendable, Codable {
    /// As `Next check-in for Ann`, `Ann is asked; a nudge follows`, `Ben was told`.
    package var text: String
    /// Seconds since 1970 of what it waits for; nil when it waits for nothing.
    package var due: Int64?
    /// What `kith why` tells about it: `c12`, `a3`, `p7`.
    package var subject: String?
    /// `waiting`, `asked`, `missed`, `alert`, `well`: how the page colours it.
    package var mood: String

    package init(text: String, due: Int64? = nil, subject: String? = nil, mood: String) {
      self.text = text
      self.due = due
      self.subject = subject
      self.mood = mood
    }
  }

  package init(now: Int64, phones: [Phone], strip: [StripLine] = []) {
    self.now = now
    self.phones = phones
    self.strip = strip
  }
}
