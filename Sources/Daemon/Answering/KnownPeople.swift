internal import CheckIns
internal import Messages
internal import Storage

/// The people Kith knows, as a roster would have them.
struct KnownPeople {
  let snapshot: Snapshot

  /// The roles of somebody by roster id; nil for a stranger.
  func roles(of id: String) throws(StorageFailure) -> Roles? {
    guard let person = try snapshot.person(byRosterID: id) else { return nil }
    var slice = Slice()
    try snapshot.load(people: [person], [], into: &slice)
    return slice.people[person]?.roles
  }

  /// Everything a roster says of somebody; nil for a stranger.
  func entry(of id: String) throws(StorageFailure) -> RosterEntry? {
    guard let named = try snapshot.person(byRosterID: id) else { return nil }
    var slice = Slice()
    try snapshot.load(people: [named], [.contacts, .mentorships, .enrolments], into: &slice)
    guard let person = slice.people[named] else { return nil }
    let ties = slice.mentorships.sorted { $0.mentee == named && !$0.ended }
      .sorted { $0.rank < $1.rank }
    let details = try snapshot.privateDetails([named] + ties.map(\.mentor))
    var entry = RosterEntry(
      id: id, name: details[named]?.name ?? "", roles: person.roles, zone: person.zone,
      locale: person.locale)
    entry.addresses = Channel.allCases.compactMap { channel in
      Self.address(channel, slice.contacts.sorted { $0.person == named }, details[named])
    }
    entry.mentors = ties.compactMap { tie in
      details[tie.mentor]?.rosterID.map { .init(id: $0, disclosure: tie.disclosure) }
    }
    entry.quietHours = person.quietHours
    entry.mayBeWoken = person.mayBeWoken
    entry.consentTexts = person.consentTexts
    entry.consentMentors = person.consentMentors
    entry.consentCrisis = person.consentCrisis
    let enrolment = slice.enrolments.sorted { $0.person == named && !$0.ended }.last
    entry.plan = enrolment?.planName
    entry.start = enrolment?.start
    entry.time = enrolment?.time
    return entry
  }

  /// The address in use on a channel: the first by rank that is not known to be bad.
  private static func address(
    _ channel: Channel, _ contacts: [Contact], _ details: PrivateDetails?
  ) -> RosterEntry.Address? {
    let contacts = contacts.filter { $0.channel == channel }.sorted { $0.rank < $1.rank }
    guard let contact = contacts.first(where: { $0.badSince == nil }) ?? contacts.first,
      let text = details?.addresses[contact.id]
    else { return nil }
    return .init(channel: channel, text: text)
  }
}
