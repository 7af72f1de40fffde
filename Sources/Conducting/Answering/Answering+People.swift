import CheckIns
import Control
import Messages
import Storage
import Timekeeping

extension Answering {
  /// Everybody, by rising id; those who left come too.
  func everybody() throws(StorageFailure) -> [Person] {
    var all: [Person] = []
    while true {
      let page = try snapshot.people(after: all.last?.id, limit: 1000)
      all += page
      if page.count < 1000 { return all }
    }
  }

  mutating func people(_ query: Query.People) throws(StorageFailure) -> [PersonLine] {
    let all = try everybody()
    try learn(all)
    var slice = Slice()
    try snapshot.load(
      people: all.map(\.id), [.contacts, .mentorships, .enrolments], into: &slice)
    let lines = all.map { line($0, slice) }.sorted { ($0.id, $0.person) < ($1.id, $1.person) }
    return query.uncovered ? lines.filter(\.uncovered) : lines
  }

  /// The slice holds the person's contacts, enrolments and mentorships, and those of their mentors.
  func line(_ person: Person, _ slice: Slice) -> PersonLine {
    var line = teller.line(
      person, contacts: slice.contacts.of(person.id),
      enrolment: slice.enrolments.of(person.id) { !$0.ended }.last,
      mentors: slice.mentorships.of(person.id), now: now)
    line.uncovered = isUncovered(person, slice)
    if line.state == "stopped" || person.standing == .left { line.next = nil }
    return line
  }

  /// A mentee who is asked, and about whose silence no mentor would be told.
  func isUncovered(_ person: Person, _ slice: Slice) -> Bool {
    guard person.roles.contains(.mentee), person.standing == .active else { return false }
    let contacts = slice.contacts.of(person.id)
    if !contacts.isEmpty, contacts.allSatisfy({ $0.optedOutAt != nil }) { return false }
    return !slice.mentorships.of(person.id).contains { !$0.ended && isTold($0.mentor, slice) }
  }

  /// A mentor who agreed, and has an address that works.
  private func isTold(_ mentor: PersonID, _ slice: Slice) -> Bool {
    guard slice.people[mentor]?.standing == .active else { return false }
    return slice.contacts.of(mentor).contains {
      $0.confirmed && $0.optedOutAt == nil && $0.badSince == nil
    }
  }

  mutating func show(_ id: String) throws(StorageFailure) -> Answer {
    var slice = Slice()
    guard let person = try person(id, .all, into: &slice) else {
      return .failure(.noPerson(id))
    }
    let mentors = slice.mentorships.sorted { $0.mentee == person.id && !$0.ended }
      .sorted { ($0.rank, $0.mentor) < ($1.rank, $1.mentor) }
    let mentees = slice.mentorships.sorted { $0.mentor == person.id && !$0.ended }
    try snapshot.load(people: mentors.map(\.mentor), .contacts, into: &slice)
    try learn(mentors.map(\.mentor) + mentees.map(\.mentee))
    var detail = PersonDetail(
      summary: line(person, slice), zone: person.zone, locale: person.locale,
      quietHours: (person.quietHours ?? house.rules.quietHours).description)
    detail.dates = person.dates.isEmpty ? nil : person.dates.description
    detail.daysOff = person.daysOff.isEmpty ? nil : person.daysOff.description
    detail.contacts = slice.contacts.of(person.id).sorted { $0.rank < $1.rank }
      .map { teller.line($0, address: address($0.id)) }
    detail.mentors = mentors.map(teller.mentorLine)
    detail.mentees = mentees.map(teller.menteeLine)
    detail.consent = .init(
      texts: person.consentTexts?.description, mentors: person.consentMentors?.description,
      crisis: person.consentCrisis?.description)
    detail.checkIns = try checkInLines(person)
    detail.alerts = try lines(slice.alerts.of(person.id).reversed())
    return .success(.person(detail))
  }

  private func checkInLines(_ person: Person) throws(StorageFailure)
    -> [PersonDetail.CheckInLine]
  {
    let answers = try snapshot.replies(of: person.id)
    let teller = teller
    return try snapshot.checkIns(of: person.id).map { checkIn in
      let reply = answers.last { $0.checkIn == checkIn.id && $0.value != nil }
      return teller.line(checkIn, answer: reply?.value)
    }
  }
}
