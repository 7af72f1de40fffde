package import Messages
package import Timekeeping

extension Decisions {
  /// What follows from a reply beyond being heard.
  mutating func act(
    on reading: ReplyReading, _ reply: ReplyID, from person: Person, _ contact: Contact,
    question: OpenQuestion?, matter: AlertID?
  ) {
    switch reading.intent {
    case .stop, .crisis:
      if reading.says(.wrong) { wrongNumber(person, contact) }
      if reading.says(.ack) { settleMatter(reading, person, contact, matter) }
    case .answer where question?.isStillWant == true: stillWants(reading, person, contact)
    case .answer: answered(reading, reply, person, contact, question)
    case .ack, .handback: settleMatter(reading, person, contact, matter)
    case .help: help(person, contact, reply)
    case .talk: talk(person, contact, reply)
    case .slip: slip(person, contact, reply)
    case .start: started(person, contact)
    case .wrong: wrongNumber(person, contact)
    case .pause: pause(person.id, until: pauseEnd(reading.value), by: contact)
    case .resume: resume(person.id, by: contact)
    case .thanks: return
    case .snooze, .skip, .less, .more, .quiet, .tip, .who, .share, .away:
      toHuman(person, contact, reply, reading)
    case .unknown: unclear(reading, reply, person, contact, question)
    }
    if reading.intent == .answer, reading.says(.talk) { talk(person, contact, reply) }
    if reading.intent == .answer, reading.says(.slip) { slip(person, contact, reply) }
  }

  private mutating func answer(
    _ template: String, _ contact: Contact, facts: [String: String] = [:]
  ) {
    var purpose = Purpose(template, lane: .rest)
    purpose.contact = contact.id
    purpose.facts = facts
    purpose.expires = now + Limits.answerLife
    purpose.toAnyContact = TemplateUse.goesToUnconfirmed(template)
    queue(purpose, to: contact.person)
  }

  // MARK: Answers

  private mutating func answered(
    _ reading: ReplyReading, _ reply: ReplyID, _ person: Person, _ contact: Contact,
    _ question: OpenQuestion?
  ) {
    guard let question else { return }
    if let alert = question.plan.alert, calls(alert, reading.value), !reading.says(.crisis) {
      openMatter(
        .answer, about: person.id, checkIn: question.checkIn, reply: reply,
        digest: slice.checkIns[question.checkIn]?.planDigest)
    }
    guard !reading.says(.crisis), !reading.says(.stop) else { return }
    answer(
      "thanks", contact,
      facts: [
        "check-in": String(question.checkIn.rawValue),
        "variant": String(random.next() % 1000),
      ])
  }

  /// A no to "would you still like these messages?" is a stop, as it is to the invitation.
  private mutating func stillWants(_ reading: ReplyReading, _ person: Person, _ contact: Contact) {
    guard reading.value != "no" else {
      record("no-longer-wanted", person: person.id)
      // No provider confirms this one by itself.
      return stopped(contact, gateway: "")
    }
    record("still-wanted", person: person.id)
    answer("resume-confirmation", contact)
  }

  private func calls(_ alert: AnswerAlert, _ value: String?) -> Bool {
    guard let value else { return false }
    switch alert {
    case .below(let limit): return Int(value).map { $0 < limit } ?? false
    case .above(let limit): return Int(value).map { $0 > limit } ?? false
    case .oneOf(let words): return words.contains(value.lowercased())
    }
  }

  /// Opens an alert about what somebody said, or leaves the one that is open already. Once somebody
  /// has said "I will" to that, it is told again: what they saw to was the time before.
  mutating func openMatter(
    _ reason: Alert.Reason, about person: PersonID, checkIn: CheckInID?, reply: ReplyID,
    digest: String?
  ) {
    if let open = openAlert(about: person, reason) {
      guard open.state == .acknowledged else {
        return record("joined", person: person, checkIn: checkIn, alert: open.id)
      }
      slice.alerts.update(open.id) { $0.checkIn = checkIn ?? $0.checkIn }
      slice.replies.update(reply) { $0.alert = open.id }
      reopen(open.id, over: reply)
      return runStep(open.id)
    }
    var alert = Alert(id: newID(), person: person, reason: reason, openedAt: now)
    alert.checkIn = checkIn
    alert.reply = reply
    alert.planDigest = digest
    slice.replies.update(reply) { $0.alert = alert.id }
    openAlert(alert)
  }

  // MARK: Mentors

  private mutating func settleMatter(
    _ reading: ReplyReading, _ person: Person, _ contact: Contact, _ matter: AlertID?
  ) {
    guard let matter, let alert = slice.alerts[matter] else {
      return answer("not-understood", contact)
    }
    let facts = ["about": String(alert.person.rawValue)]
    if reading.says(.handback) {
      handBack(matter, by: person.id)
      return answer("handback-confirmation", contact, facts: facts)
    }
    acknowledge(matter, by: person.id)
    answer("ack-confirmation", contact, facts: facts)
  }

  // MARK: Commands

  private mutating func help(_ person: Person, _ contact: Contact, _ reply: ReplyID) {
    let isMentee = person.roles.contains(.mentee)
    answer(isMentee ? "help-mentee" : "help-mentor", contact)
    if isMentee { openMatter(.talk, about: person.id, checkIn: nil, reply: reply, digest: nil) }
  }

  private mutating func talk(_ person: Person, _ contact: Contact, _ reply: ReplyID) {
    answer("talk-confirmation", contact)
    openMatter(.talk, about: person.id, checkIn: nil, reply: reply, digest: nil)
  }

  /// Told to nobody without the person's own word.
  private mutating func slip(_ person: Person, _ contact: Contact, _ reply: ReplyID) {
    answer("slip-confirmation", contact)
    slice.replies.update(reply) { $0.unread = false }
    record("slip", person: person.id)
  }

  /// What this version cannot do by itself is read by a human.
  private mutating func toHuman(
    _ person: Person, _ contact: Contact, _ reply: ReplyID, _ reading: ReplyReading
  ) {
    slice.replies.update(reply) { $0.unread = true }
    record("for-a-human", person: person.id, reading.intent.rawValue)
  }

  private mutating func unclear(
    _ reading: ReplyReading, _ reply: ReplyID, _ person: Person, _ contact: Contact,
    _ question: OpenQuestion?
  ) {
    guard let text = slice.replies[reply]?.text else { return }
    let words = text.split(whereSeparator: \.isWhitespace).count
    guard question != nil, words <= 3 else { return }
    answer("not-understood", contact)
  }

  // MARK: Pauses

  /// "3d", "12h", "2w"; without one, a week.
  private func pauseEnd(_ value: String?) -> Instant {
    guard let value, let count = Int64(value.dropLast()), let unit = value.last, count > 0 else {
      return now + .days(7)
    }
    let days: Int64 = unit == "w" ? 7 : 1
    return unit == "h" ? now + .hours(min(count, 8760)) : now + .days(min(count, 365) * days)
  }

  package mutating func pause(_ id: PersonID, until end: Instant, by contact: Contact?) {
    slice.people.update(id) {
      $0.pausedUntil = end
      $0.timer = end < .distantFuture ? Timer(due: end, kind: .person) : nil
      if contact != nil { $0.chosen.insert(.pause) }
    }
    for checkIn in slice.checkIns.of(id, where: { $0.isOpen }) {
      settle(checkIn.id, .skipped, "paused")
    }
    cancel("paused", to: id) { $0.lane == .prompts || $0.lane == .nudges }
    record("paused", person: id, contact == nil ? "by staff" : "own word")
    if let contact {
      answer("pause-confirmation", contact, facts: ["until": String(end.milliseconds)])
    }
  }

  /// - Parameter why: what ended the pause where it was not the person's own word.
  package mutating func resume(_ id: PersonID, by contact: Contact?, why: String = "by staff") {
    slice.people.update(id) {
      $0.pausedUntil = nil
      $0.timer = nil
      $0.chosen.remove(.pause)
    }
    record("resumed", person: id, contact == nil ? why : "own word")
    if let contact { answer("resume-confirmation", contact) }
  }

  /// A pause came to its end by itself.
  package mutating func personDue(_ id: PersonID) {
    guard let person = slice.people[id], let timer = person.timer, timer.due <= now else { return }
    resume(id, by: nil, why: "the pause is over")
  }
}
