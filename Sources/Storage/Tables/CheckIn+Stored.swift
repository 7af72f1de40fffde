import CheckIns
import Messages
import Timekeeping

extension CheckIn: TimedRow {
  static let table = Table(
    "check_in",
    fixed: ["id", "enrolment", "person", "date", "slot", "planned_at", "plan"],
    changing: [
      "state", "prompt", "asked_at", "contact_at", "settled_at", "step", "nudged_at", "next_at",
      "due",
    ])
  static let byID = table.select(by: "id")
  /// The condition stands as in the partial index, so that it is used.
  static let openByPerson = table.select(by: "person", where: "(state < 3 OR state = 5)")

  static let timerKind = Timer.Kind.ladder
  var subject: Int64 { id.rawValue }
  var shard: Int64 { Shard.of(person.rawValue) }

  init(reading query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    self.init(
      id: query.id(), enrolment: query.id(), person: query.id(), date: query.date(),
      slot: query.int(), plannedAt: query.instant(),
      planDigest: try plans.digest(of: query.integer()), state: try query.code())
    prompt = query.optionalID()
    askedAt = query.optionalInstant()
    contactAt = query.optionalInstant()
    settledAt = query.optionalInstant()
    step = query.int()
    nudgedAt = query.optionalInstant()
    nextAt = query.optionalInstant()
    timer = query.optionalInstant().map { Timer(due: $0, kind: Self.timerKind) }
  }

  static let ownerColumn: Int32? = 2
  func load(into slice: inout Slice) { slice.load(self) }

  func bindKey(to query: inout Query) { query.bind(id) }

  func bindFixed(to query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    query.bind(id)
    query.bind(enrolment)
    query.bind(person)
    query.bind(date)
    query.bind(slot)
    query.bind(plannedAt)
    query.bind(try plans.number(of: planDigest))
  }

  func bindChanging(to query: inout Query, plans: PlanNumbers) {
    query.bind(state.rawValue)
    query.bind(prompt)
    query.bind(askedAt)
    query.bind(contactAt)
    query.bind(settledAt)
    query.bind(step)
    query.bind(nudgedAt)
    query.bind(nextAt)
    query.bind(timer?.due)
  }
}
