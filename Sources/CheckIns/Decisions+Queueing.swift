import Messages
import Timekeeping

/// What a message is for, which decides where it may go and what holds it back.
struct Purpose {
  var template: String
  var lane: Lane
  var checkIn: CheckInID?
  var alert: AlertID?
  var facts: [String: String] = [:]
  /// The contact to use; nil: the person's first that is fit.
  var contact: ContactID?
  var expires: Instant?
  var body: String?
  /// The only gateway it may leave by.
  var pinned: String?
  /// Goes to contacts that are not confirmed (the invitation) or opted out (the confirmation of a
  /// stop).
  var toAnyContact = false

  init(_ template: String, lane: Lane) {
    self.template = template
    self.lane = lane
  }
}

extension Decisions {
  /// The person's contacts that messages may go to, first choice first.
  func fitContacts(of person: PersonID) -> [Contact] {
    // No closure over the rows: it would copy all that is decided on.
    var fit: [Contact] = []
    for contact in slice.contacts.of(person) where contact.confirmed && isFit(contact) {
      fit.append(contact)
    }
    return fit.sorted { ($0.rank, $0.id) < ($1.rank, $1.id) }
  }

  func isFit(_ contact: Contact) -> Bool {
    contact.optedOutAt == nil && contact.badSince == nil && hasRoute(contact.channel)
  }

  mutating func markBad(_ id: ContactID, _ reason: Contact.BadReason) {
    slice.contacts.update(id) {
      $0.badSince = $0.badSince ?? now
      $0.badBecause = reason
    }
  }

  /// Whoever writes from an address can be reached there, whatever a provider said.
  mutating func livesAfterAll(_ contact: Contact) {
    guard contact.badBecause == .provider else { return }
    slice.contacts.update(contact.id) {
      $0.badSince = nil
      $0.badBecause = nil
      $0.undeliveredInARow = 0
    }
    record("address-works", person: contact.person, "k\(contact.id.rawValue)")
  }

  func hasRoute(_ channel: Channel) -> Bool { !(rules.routes[channel] ?? []).isEmpty }

  /// What is asked there can be answered.
  func mayAsk(_ channel: Channel) -> Bool { !rules.road(for: .prompts, channel).isEmpty }

  private func fits(_ contact: Contact, _ purpose: Purpose) -> Bool {
    let asks = purpose.lane == .prompts || purpose.lane == .nudges
    return !(asks || TemplateUse.asks(purpose.template)) || mayAsk(contact.channel)
  }

  /// Puts a message into the outbox; nil when no contact of the person may be used.
  @discardableResult
  mutating func queue(_ purpose: Purpose, to person: PersonID) -> MessageID? {
    guard let contact = chooseContact(for: purpose, to: person) else {
      record(
        "no-contact", person: person, checkIn: purpose.checkIn, alert: purpose.alert,
        purpose.template)
      return nil
    }
    guard countIn(purpose, to: person) else { return nil }
    let id: MessageID = newID()
    var message = Message(
      id: id, person: person, contact: contact.id, channel: contact.channel,
      lane: purpose.lane, template: purpose.template,
      reference: MessageReference.text(of: id, random: random.next()), createdAt: now)
    message.checkIn = purpose.checkIn
    message.alert = purpose.alert
    message.facts = purpose.facts
    message.expiresAt = purpose.expires
    message.body = purpose.body
    message.pinned = purpose.pinned
    if purpose.template.hasPrefix("notice") { message.code = freeCode(for: person) }
    slice.messages.insert(message)
    return message.id
  }

  private func chooseContact(for purpose: Purpose, to person: PersonID) -> Contact? {
    if let id = purpose.contact, let contact = slice.contacts[id] {
      return purpose.toAnyContact || isFit(contact) ? contact : nil
    }
    if purpose.toAnyContact { return anyContact(of: person, for: purpose) }
    let fit = fitContacts(of: person).filter { fits($0, purpose) }
    return fit.first { isUp($0.channel) } ?? fit.first
  }

  /// Confirmed or not; one that said stop only for what may answer a stop.
  private func anyContact(of person: PersonID, for purpose: Purpose) -> Contact? {
    let reachable = slice.contacts.of(person) {
      isFit($0) && fits($0, purpose)
        || TemplateUse.answersStop(purpose.template) && $0.badSince == nil && hasRoute($0.channel)
    }
    return reachable.min {
      ($0.optedOutAt == nil ? 0 : 1, $0.rank, $0.id) < (
        $1.optedOutAt == nil ? 0 : 1, $1.rank, $1.id
      )
    }
  }

  /// The lowest number that no open notice to this person carries.
  private func freeCode(for person: PersonID) -> Int {
    let used = Set(openNotices(to: person).compactMap(\.code))
    return (1...(used.count + 1)).first { !used.contains($0) } ?? used.count + 1
  }

  /// Notices to this person about alerts that are not closed, by rising id.
  func openNotices(to person: PersonID) -> [Message] {
    slice.messages.of(person) { message in
      guard message.code != nil, let alert = message.alert else {
        return false
      }
      return slice.alerts[alert].map { $0.state != .closed } ?? false
    }
  }

  /// Withdraws what has not left yet to one person. Whoever was to tell of somebody else by it did
  /// not: the next hears of that.
  mutating func cancel(_ why: String, to person: PersonID, where condition: (Message) -> Bool) {
    for message in slice.messages.of(person, where: { $0.state == .queued && condition($0) }) {
      withdraw(message.id, why)
      noticeSettled(message, arrived: false)
    }
  }

  /// Withdraws the notices of an alert that have not left yet, whoever they are for.
  mutating func cancelNotices(_ why: String, of alert: AlertID) {
    let unsent = slice.messages.sorted {
      $0.alert == alert && $0.state == .queued && $0.template.hasPrefix("notice")
    }
    for message in unsent { withdraw(message.id, why) }
  }

  mutating func withdraw(_ id: MessageID, _ why: String) {
    guard let message = slice.messages[id] else { return }
    slice.messages.update(id) {
      $0.state = .cancelled
      $0.settledAt = now
      $0.lastReason = why
    }
    record(
      "cancelled", person: message.person, checkIn: message.checkIn, alert: message.alert,
      message: id, why)
  }
}
