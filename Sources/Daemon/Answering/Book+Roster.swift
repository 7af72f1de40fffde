internal import CheckIns
internal import Control
internal import Messages
internal import Storage

extension Book {
  /// The people a command over the control socket names, over what is known of them.
  mutating func entries(_ command: Command) -> Result<[RosterEntry], Refusal> {
    var book = self
    let desk = RosterDesk(
      configuration,
      known: { id in try? book.person(called: id)?.roles },
      base: { id in try? book.entry(of: id) })
    do throws(Refusal) { return .success(try desk.entries(command)) } catch {
      return .failure(error)
    }
  }

  private mutating func person(called id: String) throws(StorageFailure) -> Person? {
    guard let named = try snapshot.person(byRosterID: id) else { return nil }
    var slice = Slice()
    try snapshot.load(people: [named], [], into: &slice)
    return slice.people[named]
  }

  /// Somebody as a roster would have them; nil for a stranger.
  private mutating func entry(of id: String) throws(StorageFailure) -> RosterEntry? {
    guard let named = try snapshot.person(byRosterID: id) else { return nil }
    var slice = Slice()
    try snapshot.load(people: [named], [.contacts, .mentorships, .enrolments], into: &slice)
    guard let person = slice.people[named] else { return nil }
    let ties = slice.mentorships.sorted { $0.mentee == named && !$0.ended }
      .sorted { $0.rank < $1.rank }
    try learn([named] + ties.map(\.mentor))
    var entry = RosterEntry(
      id: id, name: name(named), roles: person.roles, zone: person.zone, locale: person.locale)
    entry.addresses = Channel.allCases.compactMap { address($0, of: named, slice) }
    entry.mentors = ties.map { .init(id: rosterID($0.mentor), disclosure: $0.disclosure) }
    entry.quietHours = person.quietHours
    entry.mayBeWoken = person.mayBeWoken
    entry.consentTexts = person.consentTexts
    entry.consentMentors = person.consentMentors
    entry.consentCrisis = person.consentCrisis
    let enrolment = slice.enrolments.of(named) { !$0.ended }.last
    entry.plan = enrolment?.planName
    entry.start = enrolment?.start
    entry.time = enrolment?.time
    return entry
  }

  /// The address in use on a channel: the first by rank that is not known to be bad.
  private func address(_ channel: Channel, of person: PersonID, _ slice: Slice)
    -> RosterEntry.Address?
  {
    let contacts = slice.contacts.of(person).filter { $0.channel == channel }
      .sorted { $0.rank < $1.rank }
    let contact = contacts.first { $0.badSince == nil } ?? contacts.first
    return contact.map { .init(channel: channel, text: address($0.id, of: person)) }
  }
}
