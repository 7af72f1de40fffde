package import Messages

/// A row that a turn changed or added.
package struct Change<Element: Row>: Sendable {
  /// As loaded; nil for a new row.
  package var original: Element?
  package var row: Element
  package let isNew: Bool

  init(_ row: Element, original: Element?) {
    self.row = row
    self.original = original
    isNew = original == nil
  }
}

extension Rows {
  /// Changed and new rows in order of first touch.
  var changes: [Change<Element>] {
    touched.indices.compactMap { index in
      self[touched[index]].map { Change($0, original: originals[index]) }
    }
  }
}

/// What the loaded rows name and the slice does not hold yet; each once, by rising key. Read from
/// unsorted rows, because every turn asks and there are hundreds.
extension Slice {
  /// Digests of the plans that check-ins and alerts began with.
  package var missingPlans: [String] {
    var digests: Set<String> = []
    for checkIn in checkIns.elements where plans[checkIn.planDigest] == nil {
      digests.insert(checkIn.planDigest)
    }
    for case let digest? in alerts.elements.map(\.planDigest) where plans[digest] == nil {
      digests.insert(digest)
    }
    return digests.sorted()
  }

  /// Prompts of check-ins.
  package var missingPrompts: [MessageID] {
    checkIns.elements.compactMap(\.prompt).filter { messages[$0] == nil }.sorted()
  }

  /// Alerts that messages are about.
  package var missingAlerts: [AlertID] {
    Set(messages.elements.compactMap(\.alert)).filter { alerts[$0] == nil }.sorted()
  }
}

/// What Storage loads and writes by the hundred thousand, spelled out by type: generic code is slow
/// across modules, and these are compiled here for each.
extension Slice {
  package mutating func load(_ row: Person) {
    guard let moving, people[row.id] == nil else { return people.load(row) }
    people.load(row)
    guard moving.concerns(row.id.rawValue, .people) else { return }
    people.update(row.id) { $0.moveClock(by: moving.step) }
  }
  package mutating func load(_ row: Contact) { contacts.load(row) }
  package mutating func load(_ row: Mentorship) { mentorships.load(row) }
  package mutating func load(_ row: Enrolment) { enrolments.load(row) }
  package mutating func load(_ row: CheckIn) {
    guard let moving, checkIns[row.id] == nil else { return checkIns.load(row) }
    checkIns.load(row)
    guard moving.concerns(row.id.rawValue, .checkIns) else { return }
    checkIns.update(row.id) { $0.moveClock(by: moving.step) }
  }
  package mutating func load(_ row: Alert) {
    guard let moving, alerts[row.id] == nil else { return alerts.load(row) }
    alerts.load(row)
    guard moving.concerns(row.id.rawValue, .alerts) else { return }
    alerts.update(row.id) { $0.moveClock(by: moving.step) }
  }
  package mutating func load(_ row: Message) {
    guard let moving, messages[row.id] == nil else { return messages.load(row) }
    messages.load(row)
    guard moving.concerns(row.id.rawValue, .messages) else { return }
    messages.update(row.id) { $0.moveClock(by: moving.step) }
  }
  package mutating func load(_ row: Reply) { replies.load(row) }
  package mutating func load(_ row: GatewayState) { gateways.load(row) }
  package mutating func load(_ row: Trouble) { troubles.load(row) }

  /// Of the rows to be written those that moved before their turn came.
  package func movedEarly(by moving: MovingClock) -> [Int64] {
    func early<Element: Row, Kind>(_ rows: Rows<Element>, _ kind: MovingClock.Kind) -> [Int64]
    where Element.Key == ID<Kind> {
      rows.touched.map(\.rawValue).filter { moving.concerns($0, kind) }
    }
    return early(people, .people) + early(alerts, .alerts) + early(checkIns, .checkIns)
      + early(messages, .messages)
  }

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
