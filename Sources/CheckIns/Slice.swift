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
  package var ledger: [LedgerEntry] = []
  /// The plans that the loaded check-ins and alerts began with, by digest.
  package var plans: [String: Plan] = [:]
  /// Coordinators and operators, loaded whole when a decision may have to tell them.
  package var staff: [PersonID] = []

  package init() {}
}
