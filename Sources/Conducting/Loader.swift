import CheckIns
import Messages
import Storage
import Timekeeping

/// Loads what decisions need into the slice, set-wise: a few queries a turn, not a few a person.
struct Loader {
  let transaction: Transaction
  var slice = Slice()
  /// People who are in the slice with everything of theirs.
  private var whole: Set<PersonID> = []

  init(_ transaction: Transaction) {
    self.transaction = transaction
    slice.moving = transaction.moving
  }

  /// The staff, as far as it is known who they are, and the gateways: needed by almost every turn.
  /// Answers who the staff are.
  @discardableResult
  mutating func base(staff known: [PersonID]? = nil) throws(StorageFailure) -> [PersonID] {
    try gateways()
    slice.staff =
      if let known { known } else {
        try transaction.staff([.coordinator, .operator_])
      }
    try people(slice.staff)
    return slice.staff
  }

  /// The gateways and what operators were told of, and nobody.
  mutating func gateways() throws(StorageFailure) {
    try transaction.loadGateways(into: &slice)
    try transaction.loadTroubles(into: &slice)
  }

  /// People's own rows only.
  mutating func alone(_ ids: [PersonID]) throws(StorageFailure) {
    try transaction.load(people: ids.filter { slice.people[$0] == nil }, [], into: &slice)
  }

  /// People, with contacts, enrolments, open check-ins and alerts, and what waits to be sent to
  /// them.
  mutating func people(_ ids: [PersonID]) throws(StorageFailure) {
    let missing = ids.filter { whole.insert($0).inserted }
    guard !missing.isEmpty else { return }
    try transaction.load(people: missing, into: &slice)
  }

  /// People whose occurrence is due, with what it takes to ask them: contacts and open alerts.
  mutating func asked(_ ids: [PersonID]) throws(StorageFailure) {
    let missing = ids.filter { !whole.contains($0) }
    guard !missing.isEmpty else { return }
    try transaction.load(people: missing, [.contacts, .alerts], into: &slice)
  }

  /// People and all who may have to be told about them, or whom they were told about.
  mutating func around(_ ids: [PersonID]) throws(StorageFailure) {
    guard !ids.isEmpty else { return }
    try people(ids)
    try transaction.load(openNoticesTo: ids, into: &slice)
    try transaction.load(alerts: slice.missingAlerts, into: &slice)
    let subjects = slice.alerts.sorted.map(\.person)
    try people(unique(subjects))
    try mentors(of: unique(ids + subjects))
    try transaction.load(messagesOf: slice.alerts.sorted.map(\.id), into: &slice)
    try prompts()
    try plans()
  }

  private mutating func mentors(of mentees: [PersonID]) throws(StorageFailure) {
    let ties = mentees.flatMap { slice.mentorships.of($0) { !$0.ended } }
    try people(unique(ties.map(\.mentor)))
    let covers = unique(ties.compactMap { slice.people[$0.mentor]?.cover })
    try people(covers)
    let told = unique(ties.map(\.mentor) + covers + slice.staff)
    try transaction.load(openNoticesTo: told, into: &slice)
    try transaction.load(alerts: slice.missingAlerts, into: &slice)
  }

  /// The prompts of the loaded check-ins: whether and how they went out.
  mutating func prompts() throws(StorageFailure) {
    try transaction.load(deliveries: slice.missingPrompts, into: &slice)
  }

  mutating func plans() throws(StorageFailure) {
    let missing = slice.missingPlans
    guard !missing.isEmpty else { return }
    slice.plans.merge(try transaction.plans(digests: missing)) { old, _ in old }
  }

  mutating func deliveries(_ ids: [MessageID]) throws(StorageFailure) {
    let missing = ids.filter { slice.messages[$0] == nil }
    try transaction.load(deliveries: missing, into: &slice)
    try plans()
  }

  mutating func checkIns(_ ids: [CheckInID]) throws(StorageFailure) {
    try transaction.load(checkIns: ids.filter { slice.checkIns[$0] == nil }, into: &slice)
  }

  mutating func alerts(_ ids: [AlertID]) throws(StorageFailure) {
    try transaction.load(alerts: ids.filter { slice.alerts[$0] == nil }, into: &slice)
  }

  /// The check-ins that occurrences may have already, for enrolments where one may lie ahead.
  mutating func existing(_ ids: [EnrolmentID]) throws(StorageFailure) {
    let ahead = ids.compactMap { slice.enrolments[$0] }.filter { $0.takenUntil != nil }
    guard !ahead.isEmpty else { return }
    try transaction.load(
      checkInsOf: ahead.compactMap { enrolment in
        enrolment.nextDate.map { (enrolment.id, $0, enrolment.nextSlot) }
      }, into: &slice)
    try plans()
  }

  /// Refuses to decide about rows that cannot be read, or about people whose own row cannot.
  func demand(_ ids: [Int64], of people: [PersonID] = []) throws(StorageFailure) {
    guard !transaction.unreadable.isEmpty else { return }
    let wanted = Set(ids)
    let lost = transaction.unreadable.first { row in
      row.table != "identity" && wanted.contains(row.id)
        || row.table == "person" && people.contains { $0.rawValue == row.id }
    }
    if let lost { throw lost.failure }
  }

  /// The same of whoever the enrolments among them belong to.
  func demandOwners(of ids: [Int64]) throws(StorageFailure) {
    guard !transaction.unreadable.isEmpty else { return }
    try demand(ids, of: ids.compactMap { slice.enrolments[EnrolmentID(rawValue: $0)]?.person })
  }

  mutating func enrolments(_ ids: [EnrolmentID]) throws(StorageFailure) {
    try transaction.load(enrolments: ids.filter { slice.enrolments[$0] == nil }, into: &slice)
  }
}

/// The elements in order of first appearance, each once.
func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
  var seen: Set<Element> = []
  return elements.filter { seen.insert($0).inserted }
}
