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

  package var changedPeople: [Change<Person>] { people.changes }
  package var changedContacts: [Change<Contact>] { contacts.changes }
  package var changedMentorships: [Change<Mentorship>] { mentorships.changes }
  package var changedEnrolments: [Change<Enrolment>] { enrolments.changes }
  package var changedCheckIns: [Change<CheckIn>] { checkIns.changes }
  package var changedAlerts: [Change<Alert>] { alerts.changes }
  package var changedMessages: [Change<Message>] { messages.changes }
  package var changedReplies: [Change<Reply>] { replies.changes }
  package var changedGateways: [Change<GatewayState>] { gateways.changes }
}
