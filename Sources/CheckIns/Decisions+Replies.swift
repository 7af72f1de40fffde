package import Messages
import Timekeeping

extension Decisions {
  /// Something arrived from an address that belongs to `contacts` (none: a stranger; several:
  /// shared), maybe in answer to a message of ours. Recorded whatever it says; a machine's words
  /// change nothing.
  package mutating func reply(
    _ incoming: IncomingReply, gateway: String, contacts: [ContactID],
    answering message: MessageID? = nil
  ) {
    noteReply(gateway)
    let answered = message.flatMap { slice.messages[$0] }
    let known = senders(contacts, of: incoming, answering: answered)
    let incoming = asMachines(withAside(incoming, of: known), of: known)
    switch known.count {
    case 0: stranger(incoming, gateway)
    case 1:
      personal(
        incoming, gateway, from: known[0],
        answering: answered.flatMap { $0.person == known[0].person ? $0 : nil },
        isElsewhere: !contacts.contains(known[0].id))
    default: shared(incoming, gateway, among: known)
    }
  }

  /// A cry for help under a signature's mark is one, and is kept with the rest.
  private func withAside(_ incoming: IncomingReply, of senders: [Contact]) -> IncomingReply {
    guard !incoming.aside.isEmpty else { return incoming }
    let locales = senders.compactMap { slice.people[$0.person]?.locale }
    let whole = incoming.text + "\n" + incoming.aside
    let isCry = { rules.reader.read($0, in: ReplyContext(locales: locales)).says(.crisis) }
    guard !isCry(incoming.text), isCry(whole) else { return incoming }
    var incoming = incoming
    incoming.text = whole
    return incoming
  }

  /// What a telephone answers by itself, or its network in its place, is told by its words.
  private func asMachines(_ incoming: IncomingReply, of senders: [Contact]) -> IncomingReply {
    guard !incoming.automatic, incoming.optOutType == nil else { return incoming }
    let locales = senders.compactMap { slice.people[$0.person]?.locale }
    var incoming = incoming
    incoming.automatic =
      rules.reader.read(incoming.text, in: ReplyContext(locales: locales)).isAutomatic
    return incoming
  }

  mutating func noteReply(_ name: String) {
    if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
    slice.gateways.update(name) {
      $0.firstReplyAt = $0.firstReplyAt ?? now
      if now - ($0.lastReplyAt ?? .distantPast) >= .seconds(1) { $0.lastReplyAt = now }
    }
    cameBack(name, "no-replies")
  }

  private mutating func keep(
    _ incoming: IncomingReply, _ gateway: String, reading: ReplyReading, from contact: Contact?,
    checkIn: CheckInID? = nil, alert: AlertID? = nil, unread: Bool
  ) -> ReplyID {
    var reply = Reply(
      id: newID(), channel: incoming.channel, gateway: gateway, providerID: incoming.providerID,
      receivedAt: now, text: incoming.text, intent: reading.intent)
    reply.person = contact?.person
    reply.contact = contact?.id
    reply.value = reading.value
    reply.stranger = contact == nil ? incoming.from : nil
    reply.checkIn = checkIn
    reply.alert = alert
    reply.unread = unread
    slice.replies.insert(reply)
    record(
      "reply", person: reply.person, checkIn: checkIn, alert: alert,
      "r\(reply.id.rawValue) \(reading.intent.rawValue)")
    return reply.id
  }

  // MARK: One person

  private mutating func personal(
    _ incoming: IncomingReply, _ gateway: String, from contact: Contact,
    answering message: Message?, isElsewhere: Bool
  ) {
    guard let person = slice.people[contact.person] else { return }
    if incoming.automatic {
      _ = keep(incoming, gateway, reading: ReplyReading(.unknown), from: contact, unread: false)
      return record("automatic", person: person.id)
    }
    let question =
      openQuestion(in: message) ?? openQuestion(for: person.id, on: contact.channel)
    let reading = rules.reader.read(incoming.text, in: context(of: person, contact, question))
    if !isElsewhere, !reading.says(.wrong) { livesAfterAll(contact) }
    let matter =
      alertMeant(by: reading, person: person.id)
      ?? ([.unknown, .thanks].contains(reading.intent) ? alertAskedAbout(person.id) : nil)
    let isAnswer = reading.says(.answer) && question?.isStillWant == false
    let answered = isAnswer ? question?.checkIn : nil
    let id = keep(
      incoming, gateway, reading: reading, from: contact, checkIn: answered ?? question?.checkIn,
      alert: matter,
      unread: isElsewhere || needsEyes(reading, incoming.text)
        || (matter != nil && reading.intent == .thanks))
    if isElsewhere { record("other-address", person: person.id, gateway) }
    // Whoever has the number now is not the person we took them for.
    if !reading.says(.wrong) { heard(person.id, answering: answered) }
    if let type = incoming.optOutType { providerSaid(type, contact) }
    if reading.says(.stop) {
      stopped(contact, gateway: gateway)
      if person.standing == .invited { slice.people.update(person.id) { $0.standing = .declined } }
    }
    if reading.says(.crisis) {
      crisis(
        person.id, contact: contact.id, card: reading.card?.rawValue ?? "general", reply: id)
    }
    act(on: reading, id, from: person, contact, question: question, matter: matter)
  }

  /// What only a human can judge goes to the inbox.
  private func needsEyes(_ reading: ReplyReading, _ text: String) -> Bool {
    switch reading.intent {
    case .unknown, .crisis, .talk, .help, .slip, .wrong, .share: true
    default: reading.says(.crisis)
    }
  }

  func context(of person: Person, _ contact: Contact, _ question: OpenQuestion?) -> ReplyContext {
    let standing: ReplyContext.Standing =
      contact.optedOutAt != nil ? .optedOut : person.standing == .invited ? .invited : .active
    return ReplyContext(
      locales: [person.locale], question: question?.question,
      hasOpenQuestion: slice.checkIns.of(person.id) { $0.isOpen }.isEmpty == false,
      openAlerts: openAlerts(for: person.id).count, standing: standing)
  }

  /// Alerts that this person was told of and that still wait for somebody, newest last.
  func openAlerts(for person: PersonID) -> [AlertID] {
    let ids = openNotices(to: person).compactMap(\.alert)
    return ids.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func alertMeant(by reading: ReplyReading, person: PersonID) -> AlertID? {
    guard reading.says(.ack) || reading.says(.handback) else { return nil }
    let notices = openNotices(to: person)
    if let value = reading.value, let code = Int(value) {
      return notices.last { $0.code == code }?.alert
    }
    let open = openAlerts(for: person)
    return open.count == 1 ? open[0] : nil
  }

  // MARK: Contact

  /// Any human word ends the silence, whatever it says.
  mutating func heard(_ person: PersonID, answering: CheckInID?) {
    slice.people.update(person) {
      $0.lastContactAt = now
      $0.silentInARow = 0
    }
    for checkIn in slice.checkIns.of(person, where: { mayBeHeard($0) }) {
      let isAnswer = checkIn.id == answering
      slice.checkIns.update(checkIn.id) { $0.contactAt = $0.contactAt ?? now }
      guard checkIn.isOpen || checkIn.state == .unreached || isAnswer else { continue }
      settle(checkIn.id, isAnswer ? .answered : .inContact)
    }
    cancel("in contact", to: person) {
      $0.checkIn != nil && ($0.lane == .nudges || $0.lane == .prompts)
    }
    allClear(person)
  }

  private func mayBeHeard(_ checkIn: CheckIn) -> Bool {
    checkIn.state != .answered && checkIn.state != .skipped && checkIn.state != .planned
  }

  // MARK: Several people, or nobody

  /// Nobody is guessed: all are taken as heard, a human sorts it out, and the sender is asked.
  private mutating func shared(
    _ incoming: IncomingReply, _ gateway: String, among contacts: [Contact]
  ) {
    let first = contacts[0]
    guard let person = slice.people[first.person] else { return }
    let reading = rules.reader.read(incoming.text, in: context(of: person, first, nil))
    let id = keep(incoming, gateway, reading: reading, from: nil, unread: true)
    if incoming.automatic { return }
    for contact in contacts {
      if !reading.says(.wrong) { heard(contact.person, answering: nil) }
      if let type = incoming.optOutType { providerSaid(type, contact) }
      if reading.says(.stop) {
        stopped(contact, gateway: gateway, silently: contact.id != first.id)
      }
      if reading.says(.crisis) {
        crisis(
          contact.person, contact: contact.id, card: reading.card?.rawValue ?? "general", reply: id)
      }
    }
    guard !reading.says(.stop), !reading.says(.crisis) else { return }
    if endsOrBegins(reading, contacts) { return }
    var purpose = Purpose("which-person", lane: .rest)
    purpose.contact = first.id
    purpose.expires = now + Limits.answerLife
    queue(purpose, to: first.person)
  }

  /// What was ended for all of them begins again for all, and a wrong number is the wrong one for
  /// each: that is no guess.
  private mutating func endsOrBegins(_ reading: ReplyReading, _ contacts: [Contact]) -> Bool {
    if reading.says(.wrong) {
      for (index, contact) in contacts.enumerated() {
        guard let person = slice.people[contact.person] else { continue }
        wrongNumber(person, contact, silently: index > 0)
      }
      return true
    }
    let stopped = contacts.filter { $0.optedOutAt != nil }
    guard reading.says(.start), !stopped.isEmpty else { return false }
    var isSilent = false
    for contact in stopped {
      // Nobody's consent is guessed.
      guard let person = slice.people[contact.person], person.standing == .active else { continue }
      started(person, contact, silently: isSilent)
      isSilent = true
    }
    return isSilent
  }

  /// A number that is nobody's gets no answer that would say what this is; a call for help does.
  private mutating func stranger(_ incoming: IncomingReply, _ gateway: String) {
    let reading = rules.reader.read(incoming.text, in: ReplyContext())
    let id = keep(incoming, gateway, reading: reading, from: nil, unread: !incoming.automatic)
    record("unknown-sender", gateway)
    guard reading.says(.crisis), !incoming.automatic, !incoming.isFromMailSystem else { return }
    strangersCall(incoming, card: reading.card?.rawValue ?? "general", reply: id)
  }

  /// A call for help from an address that is nobody's: the card goes out, and coordinators hear of
  /// it, as for anybody. Nothing else is ever sent there.
  private mutating func strangersCall(_ incoming: IncomingReply, card: String, reply: ReplyID) {
    var stranger = Person(
      id: newID(), roles: [], zone: "UTC", locale: "en", standing: .left)
    stranger.mayBeWoken = true
    slice.people.insert(stranger)
    slice.newNames[stranger.id] = PersonNames(rosterID: nil, name: "Somebody unknown")
    let contact = Contact(
      id: newID(), person: stranger.id, channel: incoming.channel, rank: 1, confirmed: false)
    slice.contacts.insert(contact)
    slice.newAddresses[contact.id] = incoming.from
    record("stranger-crisis", person: stranger.id)
    crisis(stranger.id, contact: contact.id, card: card, reply: reply)
  }
}

/// The newest question a person may be answering.
struct OpenQuestion: Sendable {
  var checkIn: CheckInID
  var question: Question
  var plan: Plan
  /// Not the plan's question, but whether they still want these.
  var isStillWant = false
}

extension Decisions {
  /// The newest question on this channel that was put and not answered.
  func openQuestion(for person: PersonID, on channel: Channel) -> OpenQuestion? {
    let open = slice.checkIns.of(person) {
      $0.state != .answered && $0.state != .skipped && $0.state != .planned
        && ($0.state != .inContact || now - ($0.contactAt ?? now) < .hours(24))
    }
    let onChannel = open.filter { checkIn in
      guard let prompt = checkIn.prompt.flatMap({ slice.messages[$0] }) else { return true }
      return prompt.channel == channel && prompt.attempt > 0
    }
    guard let newest = onChannel.max(by: { ($0.plannedAt, $0.id) < ($1.plannedAt, $1.id) }),
      let plan = plan(newest.planDigest)
    else { return nil }
    if let asked = stillWantAskedAt(person), newest.askedAt ?? newest.plannedAt < asked {
      return OpenQuestion(
        checkIn: newest.id, question: .yesNo, plan: plan, isStillWant: true)
    }
    return OpenQuestion(checkIn: newest.id, question: plan.question, plan: plan)
  }

  /// When a person who is silent was asked whether they still want these: with the check-in missed
  /// last, where that made it so many in a row.
  private func stillWantAskedAt(_ person: PersonID) -> Instant? {
    guard slice.people[person]?.silentInARow == Limits.silencesBeforeAsking else { return nil }
    return slice.checkIns.of(person) { $0.state == .missed }.compactMap(\.settledAt).max()
  }
}
