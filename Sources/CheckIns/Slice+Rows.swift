package import Messages

/// A row that a turn changed or added.
package struct Change<Element: Row>: Sendable {
  /// As loaded; nil for a new row.
  package var original: Element?
  package var row: Element
}

extension Rows {
  /// Changed and new rows in order of first touch.
  var changes: [Change<Element>] {
    touched.compactMap { key in
      guard let row = self[key], let original = originals[key] else { return nil }
      return Change(original: original, row: row)
    }
  }
}

/// What the loaded rows name and the slice does not hold yet; each once, by rising key. Read from
/// unsorted rows, because every turn asks and there are hundreds.
extension Slice {
  /// Digests of the plans that check-ins and alerts began with.
  package var missingPlans: [String] {
    var digests: Set<String> = []
    for checkIn in checkIns.elements.values where plans[checkIn.planDigest] == nil {
      digests.insert(checkIn.planDigest)
    }
    for case let digest? in alerts.elements.values.map(\.planDigest) where plans[digest] == nil {
      digests.insert(digest)
    }
    return digests.sorted()
  }

  /// Prompts of check-ins.
  package var missingPrompts: [MessageID] {
    checkIns.elements.values.compactMap(\.prompt).filter { messages[$0] == nil }.sorted()
  }

  /// Alerts that messages are about.
  package var missingAlerts: [AlertID] {
    Set(messages.elements.values.compactMap(\.alert)).filter { alerts[$0] == nil }.sorted()
  }
}

/// What Storage loads and writes by the hundred thousand, spelled out by type: generic code is slow
/// across modules, and these are compiled here for each.
extension Slice {
  package mutating func load(_ row: Person) { people.load(row) }
  package mutating func load(_ row: Contact) { contacts.load(row) }
  package mutating func load(_ row: Mentorship) { mentorships.load(row) }
  package mutating func load(_ row: Enrolment) { enrolments.load(row) }
  package mutating func load(_ row: CheckIn) { checkIns.load(row) }
  package mutating func load(_ row: Alert) { alerts.load(row) }
  package mutating func load(_ row: Message) { messages.load(row) }
  package mutating func load(_ row: Reply) { replies.load(row) }
  package mutating func load(_ row: GatewayState) { gateways.load(row) }
  package mutating func load(_ row: Trouble) { troubles.load(row) }

  package var changedPeople: [Change<Person>] { people.changes }
  package var changedContacts: [Change<Contact>] { contacts.changes }
  package var changedMentorships: [Change<Mentorship>] { mentorships.changes }
  package var changedEnrolments: [Change<Enrolment>] { enrolments.changes }
  package var changedCheckIns: [Change<CheckIn>] { checkIns.changes }
  package var changedAlerts: [Change<Alert>] { alerts.changes }
  package var changedMessages: [Change<Message>] { messages.changes }
  package var changedReplies: [Change<Reply>] { replies.changes }
  package var changedGateways: [Change<GatewayState>] { gateways.changes }
  package var changedTroubles: [Change<Trouble>] { troubles.changes }
}
