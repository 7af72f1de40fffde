internal import CheckIns
internal import Control
internal import Messages
internal import Storage
internal import Timekeeping

extension Book {
  /// Everybody, by rising id; those who left come too.
  mutating func everybody() throws(StorageFailure) -> [Person] {
    var all: [Person] = []
    var last: PersonID?
    while true {
      let page = try snapshot.people(after: last)
      all += page
      guard page.count == 1000, let end = page.last?.id else { return all }
      last = end
    }
  }

  mutating func people(_ query: Query.People) throws(StorageFailure) -> [PersonLine] {
    let all = try everybody()
    try learn(all)
    var slice = Slice()
    try snapshot.load(
      people: all.map(\.id), [.contacts, .mentorships, .enrolments], into: &slice)
    let lines = all.map { line($0, slice) }.sorted { $0.id < $1.id }
    return query.uncovered ? lines.filter(\.uncovered) : lines
  }

  func line(_ person: Person, _ slice: Slice) -> PersonLine {
    let state = state(of: person, slice)
    let enrolment = slice.enrolments.of(person.id) { !$0.ended }.last
    return PersonLine(
      id: rosterID(person.id), person: "\(person.id)", name: name(person.id),
      roles: person.roles.names, state: state.word, until: moment(state.until, of: person.id),
      plan: enrolment?.planName,
      next: moment(enrolment?.timer?.due ?? enrolment?.nextAt, of: person.id),
      uncovered: isUncovered(person, slice))
  }

  private func state(of person: Person, _ slice: Slice) -> (word: String, until: Instant?) {
    let contacts = slice.contacts.of(person.id)
    if person.standing == .active, !contacts.isEmpty,
      contacts.allSatisfy({ $0.optedOutAt != nil })
    {
      return ("stopped", nil)
    }
    if let until = person.pausedUntil, until > now { return ("paused", until) }
    if let from = person.awayFrom, let until = person.awayUntil, from <= now, now < until {
      return ("away", until)
    }
    return (person.standing.word, nil)
  }

  /// A mentee about whom no mentor who agreed would be told.
  private func isUncovered(_ person: Person, _ slice: Slice) -> Bool {
    guard person.roles.contains(.mentee), person.standing == .active else { return false }
    return !slice.mentorships.of(person.id) { !$0.ended }.contains { mentorship in
      slice.people[mentorship.mentor].map { $0.standing == .active } ?? false
    }
  }

  mutating func show(_ id: String) throws(StorageFailure) -> Answer {
    guard let person = try person(id) else { return Self.nobody(id) }
    var slice = Slice()
    try snapshot.load(people: [person.id], .all, into: &slice)
    let mentors = slice.mentorships.sorted { $0.mentee == person.id && !$0.ended }
      .sorted { $0.rank < $1.rank }
    let mentees = slice.mentorships.sorted { $0.mentor == person.id && !$0.ended }
    try snapshot.load(people: mentors.map(\.mentor), [], into: &slice)
    try learn(mentors.map(\.mentor) + mentees.map(\.mentee))
    var detail = PersonDetail(
      summary: line(person, slice), zone: person.zone, locale: person.locale,
      quietHours: ClockText.text(person.quietHours ?? configuration.settings.quietHours))
    detail.contacts = slice.contacts.of(person.id).sorted { $0.rank < $1.rank }.map { contact in
      .init(
        channel: contact.channel.rawValue, address: address(contact.id, of: person.id),
        state: contact.word)
    }
    detail.mentors = mentors.map { mentorLine($0, $0.mentor) }
    detail.mentees = mentees.map { mentorLine($0, $0.mentee) }
    detail.consent = .init(
      texts: person.consentTexts?.description, mentors: person.consentMentors?.description,
      crisis: person.consentCrisis?.description)
    detail.checkIns = try checkInLines(person)
    detail.alerts = try lines(slice.alerts.of(person.id).reversed())
    return .success(.person(detail))
  }

  private func mentorLine(_ mentorship: Mentorship, _ other: PersonID) -> PersonDetail.MentorLine {
    .init(
      id: rosterID(other), name: name(other), rank: mentorship.rank,
      disclosure: mentorship.disclosure.rawValue)
  }

  private func checkInLines(_ person: Person) throws(StorageFailure)
    -> [PersonDetail.CheckInLine]
  {
    let answers = try snapshot.replies(of: person.id)
    return try snapshot.checkIns(of: person.id).map { checkIn in
      PersonDetail.CheckInLine(
        checkIn: "\(checkIn.id)", planned: moment(checkIn.plannedAt, of: person.id),
        state: checkIn.state.word,
        answer: answers.last { $0.checkIn == checkIn.id && $0.intent == .answer }?.value)
    }
  }
}

extension Roles {
  var names: [String] {
    [
      (Roles.mentee, "mentee"), (.mentor, "mentor"), (.coordinator, "coordinator"),
      (.operator_, "operator"),
    ].filter { contains($0.0) }.map(\.1)
  }
}

extension Person.Standing {
  var word: String {
    switch self {
    case .invited: "invited"
    case .active: "active"
    case .declined: "declined"
    case .left: "left"
    }
  }
}

extension Contact {
  var word: String {
    if optedOutAt != nil { return "stopped" }
    if badSince != nil { return "bad address" }
    return confirmed ? "confirmed" : "unconfirmed"
  }
}

extension CheckIn.State {
  var word: String {
    switch self {
    case .asking: "asking"
    case .asked: "asked"
    case .answered: "answered"
    case .inContact: "in contact"
    case .missed: "missed"
    case .skipped: "skipped"
    case .unreached: "unreached"
    }
  }
}
