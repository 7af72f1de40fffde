import CheckIns
import Messages
import Timekeeping

extension Alert: TimedRow {
  static let table = Table(
    "alert", fixed: ["id", "person", "reason", "opened_at"],
    changing: [
      "check_in", "reply", "state", "plan", "step", "base", "step_at", "repeats", "acknowledged_by",
      "acknowledged_at", "closed_at", "outcome", "told_not_reached", "due",
    ])
  static let byID = table.select(by: "id")
  static let openByPerson = table.select(by: "person", where: "state < 3")

  static let setNote = SQL("UPDATE alert SET note = $1 WHERE id = $2")
  static let notes = ListSQL(
    "SELECT id, note FROM alert WHERE id IN ($list) AND note IS NOT NULL ORDER BY id")

  static let timerKind = Timer.Kind.alert
  var subject: Int64 { id.rawValue }
  var shard: Int64 { Shard.of(person.rawValue) }

  init(reading query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    self.init(
      id: query.id(), person: query.id(), reason: try query.code(), openedAt: query.instant())
    checkIn = query.optionalID()
    reply = query.optionalID()
    state = try query.code()
    if let number = query.optionalInteger() { planDigest = try plans.digest(of: number) }
    step = query.int()
    base = query.instant()
    stepAt = query.instant()
    repeats = query.int()
    acknowledgedBy = query.optionalID()
    acknowledgedAt = query.optionalInstant()
    closedAt = query.optionalInstant()
    outcome = query.optionalText()
    toldNotReached = query.bool()
    timer = query.optionalInstant().map { Timer(due: $0, kind: Self.timerKind) }
  }

  static let ownerColumn: Int32? = 1
  func load(into slice: inout Slice) { slice.load(self) }

  func bindKey(to query: inout Query) { query.bind(id) }

  func bindFixed(to query: inout Query, plans: PlanNumbers) {
    query.bind(id)
    query.bind(person)
    query.bind(reason.rawValue)
    query.bind(openedAt)
  }

  func bindChanging(to query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    query.bind(checkIn)
    query.bind(reply)
    query.bind(state.rawValue)
    if let planDigest {
      query.bind(try plans.number(of: planDigest))
    } else {
      query.bindNull()
    }
    query.bind(step)
    query.bind(base)
    query.bind(stepAt)
    query.bind(repeats)
    query.bind(acknowledgedBy)
    query.bind(acknowledgedAt)
    query.bind(closedAt)
    query.bind(outcome)
    query.bind(toldNotReached)
    query.bind(timer?.due)
  }
}
