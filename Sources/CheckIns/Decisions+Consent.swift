package import Messages
package import Timekeeping

extension Decisions {
  /// STOP: every message to that address ends in this transaction, queued ones included.
  mutating func stopped(_ contact: Contact, gateway: String, silently: Bool = false) {
    // The provider's own word may have been taken before.
    let isNew = slice.contacts[contact.id]?.optedOutAt == nil
    stopContact(contact.id, why: "own word")
    slice.people.update(contact.person) { $0.chosen.insert(.stop) }
    guard isNew, !silently, !(rules.gateways[gateway]?.confirmsOptOut ?? false) else { return }
    var purpose = Purpose("stop-confirmation", lane: .urgent)
    purpose.contact = contact.id
    purpose.toAnyContact = true
    queue(purpose, to: contact.person)
  }

  /// Ends all messages to one address, and everything that only waited for its answer.
  package mutating func stopContact(_ id: ContactID, why: String) {
    guard let contact = slice.contacts[id] else { return }
    slice.contacts.update(id) { $0.optedOutAt = $0.optedOutAt ?? now }
    cancel("stopped", to: contact.person) { $0.contact == id }
    record("stopped", person: contact.person, "k\(id.rawValue) \(why)")
    let isLast = fitContacts(of: contact.person).isEmpty
    let waiting = slice.checkIns.of(contact.person) { $0.state == .asking || $0.state == .asked }
    for checkIn in waiting where isLast || wasAsked(checkIn, at: id) {
      settle(checkIn.id, .skipped, "stopped")
    }
  }

  private func wasAsked(_ checkIn: CheckIn, at contact: ContactID) -> Bool {
    checkIn.prompt.flatMap { slice.messages[$0]?.contact } == contact
  }

  /// The provider's own word about a reply (Twilio's `OptOutType`).
  mutating func providerSaid(_ type: String, _ contact: Contact) {
    if type.uppercased() == "STOP" { stopContact(contact.id, why: "provider") }
  }

  /// START, or YES from somebody invited or opted out.
  mutating func started(_ person: Person, _ contact: Contact, silently: Bool = false) {
    let wasInvited = person.standing == .invited
    slice.contacts.update(contact.id) {
      $0.optedOutAt = nil
      $0.confirmed = true
    }
    let today = zone(of: person).local(of: now).date
    slice.people.update(person.id) {
      if wasInvited || $0.standing == .declined {
        $0.standing = .active
        $0.consentTexts = $0.consentTexts ?? today
        // The invitation names both.
        if $0.roles.contains(.mentee), $0.consentMentors == nil {
          $0.consentMentors = today
          $0.chosen.insert(.mentors)
        }
      }
      $0.chosen.remove(.stop)
    }
    let welcome = person.roles.contains(.mentee) ? "welcome" : "welcome-mentor"
    record(wasInvited ? "confirmed" : "started", person: person.id, "k\(contact.id.rawValue)")
    if silently { return }
    var purpose = Purpose(wasInvited ? welcome : "start-confirmation", lane: .rest)
    purpose.contact = contact.id
    purpose.expires = now + Limits.answerLife
    queue(purpose, to: person.id)
  }

  /// The number is somebody else's: everything ends at once, nobody is named, a coordinator is
  /// told.
  mutating func wrongNumber(_ person: Person, _ contact: Contact, silently: Bool = false) {
    if !silently {
      var purpose = Purpose("wrong-confirmation", lane: .urgent)
      purpose.contact = contact.id
      purpose.toAnyContact = true
      queue(purpose, to: person.id)
    }
    markBad(contact.id, .wrongNumber)
    cancel("wrong number", to: person.id) {
      $0.contact == contact.id && $0.template != "wrong-confirmation"
    }
    record("wrong-number", person: person.id, "k\(contact.id.rawValue)")
    neverReached(person.id, contact.id)
    if fitContacts(of: person.id).isEmpty { endEnrolments(of: person.id, "wrong number") }
    for coordinator in staff(.coordinator) where isReachable(coordinator) {
      var told = Purpose("notice-wrong", lane: .notices)
      told.facts = ["about": String(person.id.rawValue)]
      told.expires = now + Limits.noticeLife
      queue(told, to: coordinator)
    }
  }

  /// Whoever had the number was asked, or told, in their place: nobody was silent, and what was
  /// told there goes on to the next.
  private mutating func neverReached(_ person: PersonID, _ contact: ContactID) {
    for checkIn in slice.checkIns.of(person) where wasAsked(checkIn, at: contact) {
      giveUpAsking(checkIn.id, "wrong-number")
      notSilentAfterAll(checkIn.id, "wrong-number")
    }
    for notice in openNotices(to: person) where notice.contact == contact && notice.wasAccepted {
      noticeSettled(notice, arrived: false)
    }
  }

  private mutating func endEnrolments(of person: PersonID, _ why: String) {
    for enrolment in slice.enrolments.of(person, where: { !$0.ended }) {
      slice.enrolments.update(enrolment.id) {
        $0.ended = true
        $0.timer = nil
      }
      record("enrolment-ended", person: person, "e\(enrolment.id.rawValue) \(why)")
    }
  }

  /// The one invitation to somebody who has not said yes; all else waits for that.
  package mutating func invite(_ id: PersonID) {
    guard let person = slice.people[id], person.standing == .invited, person.invitedAt == nil else {
      return
    }
    let isMentee = person.roles.contains(.mentee)
    var purpose = Purpose(isMentee ? "invitation" : "invitation-mentor", lane: .rest)
    purpose.toAnyContact = true
    guard let message = queue(purpose, to: id) else { return }
    slice.people.update(id) { $0.invitedAt = now }
    record("invited", person: id, message: message)
  }

  /// `kith stop`: everything to this person ends.
  package mutating func stopPerson(_ id: PersonID) {
    for contact in slice.contacts.of(id) {
      stopContact(contact.id, why: "by staff")
    }
    cancel("stopped", to: id) { _ in true }
  }

  /// `kith away`: a mentor's time off, and who covers.
  package mutating func away(_ id: PersonID, from: Instant, until: Instant, cover: PersonID?) {
    slice.people.update(id) {
      $0.awayFrom = from
      $0.awayUntil = until
      $0.cover = cover
    }
    record("away", person: id, "from \(from.milliseconds) until \(until.milliseconds)")
  }

  /// `kith say`: a human's own words to one person.
  package mutating func say(_ id: PersonID, _ text: String) -> MessageID? {
    var purpose = Purpose("say", lane: .notices)
    purpose.body = text
    purpose.expires = now + Limits.noticeLife
    let message = queue(purpose, to: id)
    if let message { record("said", person: id, message: message) }
    return message
  }

  /// `kith send-test`: one text by one gateway, and no other, to somebody of the roster; nil where
  /// nothing may go there.
  package mutating func test(_ contact: ContactID, of person: PersonID, over gateway: String)
    -> MessageID?
  {
    var purpose = Purpose("say", lane: .notices)
    purpose.contact = contact
    purpose.body = "This is a test. Please answer with any word."
    purpose.pinned = gateway
    purpose.expires = now + .hours(1)
    // Its gateway need not be of any route.
    purpose.toAnyContact = true
    guard let found = slice.contacts[contact], found.confirmed, found.optedOutAt == nil,
      found.badSince == nil, let id = queue(purpose, to: person)
    else { return nil }
    record("send-test", person: person, message: id, gateway)
    return id
  }
}
