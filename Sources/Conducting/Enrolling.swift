import CheckIns
import Control
import Messages
import Storage
import Timekeeping

/// Takes a roster in: all of it, or nothing. Twice the same changes nothing, and what people chose
/// themselves is kept.
struct Enrolling {
  var loader: Loader
  var decisions: Decisions
  let dryRun: Bool
  private var report = ImportReport(dryRun: false, added: 0, changed: 0, unchanged: 0)
  private var ids: [String: PersonID] = [:]

  init(loader: Loader, decisions: Decisions, dryRun: Bool) {
    self.loader = loader
    self.decisions = decisions
    self.dryRun = dryRun
    report.dryRun = dryRun
  }

  mutating func take(_ entries: [RosterEntry]) throws(StorageFailure) -> Result<
    ImportReport, Refusal
  > {
    try find(entries)
    if let unknown = unknownMentor(entries) { return .failure(unknown) }
    if let gone = goneFrom(entries) { return .failure(gone) }
    if let missing = missingDates(entries) { return .failure(missing) }
    if dryRun { return .success(try rehearse(entries)) }
    for entry in entries { try takePerson(entry) }
    for entry in entries { takeMentors(entry) }
    report.untold = untold(entries)
    for entry in entries { takePlan(entry) }
    for entry in entries {
      guard let id = ids[entry.id], decisions.slice.people[id]?.standing == .invited else {
        continue
      }
      if decisions.slice.people[id]?.invitedAt == nil { report.invited += 1 }
      decisions.invite(id)
    }
    report.unchanged = entries.count - report.added - report.changed
    decisions.record("import", "added \(report.added) changed \(report.changed)")
    return .success(report)
  }

  /// Finds who is there already, mentors outside this roster included, and loads them whole.
  private mutating func find(_ entries: [RosterEntry]) throws(StorageFailure) {
    let named = unique(entries.map(\.id) + entries.flatMap { $0.mentors.map(\.id) })
    ids = try loader.transaction.people(byRosterID: named)
    loader.slice = decisions.slice
    try loader.people(ids.values.sorted())
    try loader.demand([], of: ids.values.sorted())
    decisions.slice = loader.slice
  }

  /// Enrolled, with mentors, and without a word on file that these may be told.
  private func untold(_ entries: [RosterEntry]) -> [String] {
    entries.filter { entry in
      let person = ids[entry.id].flatMap { decisions.slice.people[$0] }
      return !entry.mentors.isEmpty && entry.consentTexts != nil && entry.consentMentors == nil
        && person?.consentMentors == nil
    }.map(\.id)
  }

  /// The roster was read against the files as they were; a reload may have come in between.
  private func goneFrom(_ entries: [RosterEntry]) -> Refusal? {
    let faults = entries.filter { $0.plan.map { decisions.rules.plans[$0] == nil } ?? false }
      .map { "\($0.id): there is no plan \($0.plan ?? "") any more" }
    guard let first = faults.first else { return nil }
    return Refusal(.refused, first, details: faults)
  }

  private func unknownMentor(_ entries: [RosterEntry]) -> Refusal? {
    let here = Set(entries.map(\.id))
    let faults = entries.flatMap { entry in
      entry.mentors.filter { !here.contains($0.id) && ids[$0.id] == nil }
        .map { "\(entry.id): there is no mentor \($0.id)" }
    }
    guard let first = faults.first else { return nil }
    return Refusal(.wrongUsage, first + ".", details: faults)
  }

  /// A plan that counts from a date of the person's own needs that date.
  private func missingDates(_ entries: [RosterEntry]) -> Refusal? {
    let faults = entries.flatMap { entry -> [String] in
      guard let name = entry.plan, let plan = decisions.rules.plans[name]?.plan else { return [] }
      let known = ids[entry.id].flatMap { decisions.slice.people[$0]?.dates }
      let dates = entry.dates ?? known ?? .none
      return plan.datesNeeded.filter { dates[$0] == nil }.map {
        "\(entry.id): the plan \(name) counts from \($0); expected it among their dates, as"
          + " dates=\($0)=2026-03-01"
      }
    }
    guard let first = faults.first else { return nil }
    return Refusal(.wrongUsage, first + ".", details: faults.count > 1 ? faults : [])
  }

  private mutating func rehearse(_ entries: [RosterEntry]) throws(StorageFailure) -> ImportReport {
    var report = ImportReport(dryRun: true, added: 0, changed: 0, unchanged: 0)
    report.untold = untold(entries)
    for entry in entries {
      guard let id = ids[entry.id], let person = decisions.slice.people[id] else {
        report.added += 1
        report.invited += entry.consentTexts == nil ? 1 : 0
        continue
      }
      var copy = person
      fill(&copy, from: entry)
      if copy == person { report.unchanged += 1 } else { report.changed += 1 }
    }
    return report
  }

  // MARK: People

  private mutating func takePerson(_ entry: RosterEntry) throws(StorageFailure) {
    guard let id = ids[entry.id], let before = decisions.slice.people[id] else {
      return try add(entry)
    }
    let isChanged = try update(before, from: entry)
    if isChanged { report.changed += 1 }
  }

  private mutating func add(_ entry: RosterEntry) throws(StorageFailure) {
    let id: PersonID = decisions.newID()
    ids[entry.id] = id
    var person = Person(
      id: id, roles: entry.roles, zone: entry.zone, locale: entry.locale,
      standing: entry.consentTexts == nil ? .invited : .active)
    fill(&person, from: entry)
    decisions.slice.people.insert(person)
    decisions.slice.newNames[id] = PersonNames(rosterID: entry.id, name: entry.name)
    addContacts(entry.addresses, to: id, rank: 1, isConfirmed: entry.consentTexts != nil)
    decisions.record("enrolled-person", person: id)
    report.added += 1
  }

  private mutating func addContacts(
    _ addresses: [RosterEntry.Address], to person: PersonID, rank: Int, isConfirmed: Bool
  ) {
    for (offset, address) in addresses.enumerated() {
      let contact = Contact(
        id: decisions.newID(), person: person, channel: address.channel, rank: rank + offset,
        confirmed: isConfirmed)
      decisions.slice.contacts.insert(contact)
      decisions.slice.newAddresses[contact.id] = address.text
    }
  }

  private func fill(_ person: inout Person, from entry: RosterEntry) {
    person.roles = entry.roles
    person.zone = entry.zone
    person.locale = entry.locale
    if !person.chosen.contains(.quietHours) { person.quietHours = entry.quietHours }
    person.mayBeWoken = entry.mayBeWoken
    person.dates = entry.dates ?? person.dates
    person.daysOff = entry.daysOff ?? person.daysOff
    person.consentTexts = entry.consentTexts ?? person.consentTexts
    if !person.chosen.contains(.mentors) || entry.consentMentors != nil {
      person.consentMentors = entry.consentMentors
    }
    person.consentCrisis = entry.consentCrisis
    if person.standing == .invited, entry.consentTexts != nil { person.standing = .active }
  }

  private mutating func update(_ before: Person, from entry: RosterEntry) throws(StorageFailure)
    -> Bool
  {
    if before.chosen.contains(.quietHours), before.quietHours != entry.quietHours {
      report.kept.append(.init(id: entry.id, field: "quiet_hours"))
    }
    var after = before
    fill(&after, from: entry)
    decisions.slice.people.update(before.id) { $0 = after }
    var isChanged = after != before
    if after.standing == .active {
      for contact in decisions.slice.contacts.of(before.id) where !contact.confirmed {
        decisions.slice.contacts.update(contact.id) { $0.confirmed = true }
      }
    }
    let hasOtherDates = before.dates != after.dates || before.daysOff != after.daysOff
    if hasOtherDates { decisions.record("dates", person: before.id) }
    if before.zone != after.zone || hasOtherDates { replan(before.id) }
    let details = try loader.transaction.privateDetails([before.id])[before.id]
    if details?.name != entry.name {
      decisions.slice.newNames[before.id] = PersonNames(rosterID: entry.id, name: entry.name)
      isChanged = true
    }
    return try updateContacts(before.id, entry, details) || isChanged
  }

  /// Addresses that are new are added; one that is no longer listed is sent to no more.
  private mutating func updateContacts(
    _ id: PersonID, _ entry: RosterEntry, _ details: PrivateDetails?
  ) throws(StorageFailure) -> Bool {
    let known = details?.addresses ?? [:]
    var isChanged = false
    for contact in decisions.slice.contacts.of(id) {
      guard let address = known[contact.id] else { continue }
      let rank = entry.addresses.firstIndex {
        $0.channel == contact.channel && $0.text == address
      }
      if let rank, contact.rank != rank + 1 {
        decisions.slice.contacts.update(contact.id) { $0.rank = rank + 1 }
        isChanged = true
      }
      let wasUnlisted = contact.badBecause == .unlisted
      guard (rank == nil) != wasUnlisted else { continue }
      decisions.slice.contacts.update(contact.id) {
        $0.badSince = wasUnlisted ? nil : decisions.now
        $0.badBecause = wasUnlisted ? nil : .unlisted
      }
      isChanged = true
    }
    let listed = Set(
      decisions.slice.contacts.of(id).compactMap { contact in
        known[contact.id].map { RosterEntry.Address(channel: contact.channel, text: $0) }
      })
    let fresh = entry.addresses.enumerated().filter { !listed.contains($0.element) }
    for (offset, address) in fresh {
      addContacts(
        [address], to: id, rank: offset + 1,
        isConfirmed: decisions.slice.people[id]?.standing == .active)
    }
    return isChanged || !fresh.isEmpty
  }

  private mutating func replan(_ person: PersonID) {
    for enrolment in decisions.slice.enrolments.of(person, where: { !$0.ended }) {
      decisions.planNext(enrolment.id)
    }
  }

  // MARK: Mentors and plans

  private mutating func takeMentors(_ entry: RosterEntry) {
    guard let mentee = ids[entry.id] else { return }
    var named: [PersonID] = []
    for (offset, link) in entry.mentors.enumerated() {
      guard let mentor = ids[link.id] else { continue }
      named.append(mentor)
      takeMentor(link, mentor, of: mentee, rank: offset + 1, entry)
    }
    for tie in decisions.slice.mentorships.of(
      mentee, where: { !$0.ended && !named.contains($0.mentor) })
    {
      decisions.slice.mentorships.update(tie.key) { $0.ended = true }
    }
  }

  private mutating func takeMentor(
    _ link: RosterEntry.MentorLink, _ mentor: PersonID, of mentee: PersonID, rank: Int,
    _ entry: RosterEntry
  ) {
    let key = Mentorship.Key(mentee: mentee, mentor: mentor)
    let wanted = link.disclosure ?? .reachOut
    guard let tie = decisions.slice.mentorships[key] else {
      return decisions.slice.mentorships.insert(
        Mentorship(mentee: mentee, mentor: mentor, rank: rank, disclosure: wanted))
    }
    let isOwnChoice = decisions.slice.people[mentee]?.chosen.contains(.disclosure) ?? false
    if isOwnChoice, wanted != tie.disclosure {
      report.kept.append(.init(id: entry.id, field: "mentors"))
    }
    decisions.slice.mentorships.update(key) {
      $0.rank = rank
      $0.ended = false
      if !isOwnChoice { $0.disclosure = wanted }
    }
  }

  private mutating func takePlan(_ entry: RosterEntry) {
    guard let person = ids[entry.id] else { return }
    let running = decisions.slice.enrolments.of(person, where: { !$0.ended })
    for enrolment in running where enrolment.planName != entry.plan {
      decisions.slice.enrolments.update(enrolment.id) {
        $0.ended = true
        $0.timer = nil
      }
      decisions.record("enrolment-ended", person: person, "e\(enrolment.id.rawValue) roster")
    }
    guard let plan = entry.plan else { return }
    if let enrolment = running.first(where: { $0.planName == plan }) {
      return adjust(enrolment, to: entry)
    }
    let today = decisions.today(of: person)
    var enrolment = Enrolment(
      id: decisions.newID(), person: person, planName: plan, start: entry.start ?? today)
    enrolment.time = entry.time
    decisions.slice.enrolments.insert(enrolment)
    decisions.planNext(enrolment.id)
    decisions.record("enrolled", person: person, "e\(enrolment.id.rawValue)")
  }

  private mutating func adjust(_ enrolment: Enrolment, to entry: RosterEntry) {
    let start = entry.start ?? enrolment.start
    guard enrolment.time != entry.time || enrolment.start != start else { return }
    decisions.slice.enrolments.update(enrolment.id) {
      $0.time = entry.time
      $0.start = start
    }
    decisions.planNext(enrolment.id)
  }
}
