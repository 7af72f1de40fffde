internal import CheckIns
internal import Control
internal import Messages
internal import Storage
internal import Timekeeping

/// People as a roster would have them, looked up for `kith add`, `kith set` and `kith import`.
struct RosterBook {
  let snapshot: Snapshot
  let configuration: Configuration
  let today: LocalDate

  /// The people a command over the control socket names, over what is known of them.
  func entries(_ command: Command) -> Result<[RosterEntry], Refusal> {
    let desk = RosterDesk(
      configuration, today: today,
      known: { id in try? self.person(called: id)?.roles },
      base: { id in try? self.entry(of: id) })
    do throws(Refusal) { return .success(try desk.entries(command)) } catch {
      return .failure(error)
    }
  }

  private func person(called id: String) throws(StorageFailure) -> Person? {
    guard let named = try snapshot.person(byRosterID: id) else { return nil }
    var slice = Slice()
    try snapshot.load(people: [named], [], into: &slice)
    return slice.people[named]
  }

  /// Somebody as a roster would have them; nil for a stranger.
  private func entry(of id: String) throws(StorageFailure) -> RosterEntry? {
    guard let named = try snapshot.person(byRosterID: id) else { return nil }
    var slice = Slice()
    try snapshot.load(people: [named], [.contacts, .mentorships, .enrolments], into: &slice)
    guard let person = slice.people[named] else { return nil }
    let ties = slice.mentorships.of(named) { !$0.ended }.sorted { $0.rank < $1.rank }
    let details = try snapshot.privateDetails([named] + ties.map(\.mentor))
    var entry = RosterEntry(
      id: id, name: details[named]?.name ?? "", roles: person.roles, zone: person.zone,
      locale: person.locale)
    let contacts = slice.contacts.of(named)
    let channels = Set(contacts.map(\.channel)).sorted()
    entry.addresses = (channels.filter(\.isChat) + channels.filter { !$0.isChat })
      .compactMap { address($0, contacts, details[named]) }
    entry.mentors = ties.compactMap { tie in
      details[tie.mentor]?.rosterID.map { .init(id: $0, disclosure: tie.disclosure) }
    }
    fill(&entry, person, slice.enrolments.of(named) { !$0.ended }.last)
    return entry
  }

  private func fill(_ entry: inout RosterEntry, _ person: Person, _ enrolment: Enrolment?) {
    entry.quietHours = person.quietHours
    entry.mayBeWoken = person.mayBeWoken
    entry.dates = person.dates
    entry.daysOff = person.daysOff
    entry.consentTexts = person.consentTexts
    entry.consentMentors = person.consentMentors
    entry.consentCrisis = person.consentCrisis
    entry.plan = enrolment?.planName
    entry.start = enrolment?.start
    entry.time = enrolment?.time
  }

  /// The address in use on a channel: the first by rank that is not known to be bad.
  private func address(_ channel: Channel, _ contacts: [Contact], _ details: PrivateDetails?)
    -> RosterEntry.Address?
  {
    let listed = contacts.filter { $0.channel == channel && $0.badBecause != .unlisted }
    let ranked = listed.sorted { $0.rank < $1.rank }
    let contact = ranked.first { $0.badSince == nil } ?? ranked.first
    return contact.flatMap { details?.addresses[$0.id] }.map { .init(channel: channel, text: $0) }
  }
}
