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

  init(_ transaction: Transaction) { self.transaction = transaction }

  /// The staff, as far as it is known who they are, and the gateways: needed by almost every turn.
  /// Answers who the staff are.
  @discardableResult
  mutating func base(staff known: [PersonID]? = nil) throws(StorageFailure) -> [PersonID] {
    try transaction.loadGateways(into: &slice)
    try transaction.loadTroubles(into: &slice)
    slice.staff =
      if let known { known } else {
        try transaction.staff([.coordinator, .operator_])
      }
    try people(slice.staff)
    return slice.staff
  }

  /// People, with contacts, enrolments, open check-ins and alerts, and what waits to be sent to
  /// them.
  mutating func people(_ ids: [PersonID]) throws(StorageFailure) {
    let missing = ids.filter { whole.insert($0).inserted }
    guard !missing.isEmpty else { return }
    try transaction.load(people: missing, into: &slice)
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

  mutating func enrolments(_ ids: [EnrolmentID]) throws(StorageFailure) {
    try transaction.load(enrolments: ids.filter { slice.enrolments[$0] == nil }, into: &slice)
  }
}

/// The elements in order of first appearance, each once.
func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
  var seen: Set<Element> = []
  return elements.filter { seen.insert($0).inserted }
}
