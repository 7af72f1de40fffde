package import Messages

/// What a turn has loaded of the database, and what its decisions changed in it.
///
/// Decisions read and change these values only; Storage then writes the touched rows, the timers
/// they carry, and the new ledger entries in one transaction.
package struct Slice: Sendable {
  package var people = Rows<Person>()
  package var contacts = Rows<Contact>()
  package var mentorships = Rows<Mentorship>()
  package var enrolments = Rows<Enrolment>()
  package var checkIns = Rows<CheckIn>()
  package var alerts = Rows<Alert>()
  package var messages = Rows<Message>()
  package var replies = Rows<Reply>()
  package var gateways = Rows<GatewayState>()
  package var troubles = Rows<Trouble>()
  package var ledger: [LedgerEntry] = []
  /// Messages in doubt whose provider shall be asked once this is committed.
  package var inquiries: [MessageID] = []
  /// The plans that the loaded check-ins and alerts began with, by digest.
  package var plans: [String: Plan] = [:]
  /// Coordinators and operators, loaded whole when a decision may have to tell them.
  package var staff: [PersonID] = []

  /// Set while a step of the clock is taken through the house: what is loaded moves by it.
  package var moving: MovingClock?

  /// Names and addresses to be sealed with this turn's rows; they are never loaded here.
  package var newNames: [PersonID: PersonNames] = [:]
  package var newAddresses: [ContactID: String] = [:]

  package init() {}
}

/// What a person is called, on its way to be sealed.
package struct PersonNames: Hashable, Sendable {
  /// Nil for somebody who is on no roster.
  package var rosterID: String?
  package var name: String
  package init(rosterID: String?, name: String) {
    self.rosterID = rosterID
    self.name = name
  }
}
