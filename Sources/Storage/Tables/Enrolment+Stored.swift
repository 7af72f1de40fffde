import CheckIns
import Messages
import Timekeeping

extension Enrolment: TimedRow {
  static let table = Table(
    "enrolment", fixed: ["id", "person", "shard"],
    changing: [
      "plan_name", "start", "time", "ended", "next_date", "next_slot", "next_at", "taken_until",
      "due",
    ])
  static let byID = table.select(by: "id")
  static let liveByPerson = table.select(by: "person", where: "ended = 0")
  static let allByPerson = table.select(by: "person")
  /// The newest two check-ins of an enrolment stand in its row: an answer may be to the one before.
  static let opened = SQL(
    "UPDATE enrolment SET before_newest = newest, newest = $1 WHERE id = $2")
  static let updateOpened = table.update(also: ["before_newest = newest", "newest = $0"])
  static let newestDate = SQL(
    """
    SELECT date FROM check_in WHERE id = (SELECT newest FROM enrolment WHERE id = $1) ORDER BY id
    """)
  static let newestByPerson = ListSQL(
    """
    SELECT newest, before_newest FROM enrolment
    WHERE person IN ($list) AND newest IS NOT NULL ORDER BY id
    """)

  static let timerKind = Timer.Kind.occurrence
  var subject: Int64 { id.rawValue }
  var shard: Int64 { Shard.of(person.rawValue) }

  init(reading query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    let id = query.id(EnrolmentKind.self)
    let person = query.id(PersonKind.self)
    _ = query.integer()
    self.init(id: id, person: person, planName: query.text(), start: query.date())
    time = query.optionalText()
    ended = query.bool()
    nextDate = query.optionalDate()
    nextSlot = query.int()
    nextAt = query.optionalInstant()
    takenUntil = query.optionalDate()
    timer = query.optionalInstant().map { Timer(due: $0, kind: Self.timerKind) }
  }

  static let ownerColumn: Int32? = 1
  func load(into slice: inout Slice) { slice.load(self) }

  func bindKey(to query: inout Query) { query.bind(id) }

  func bindFixed(to query: inout Query, plans: PlanNumbers) {
    query.bind(id)
    query.bind(person)
    query.bind(shard)
  }

  func bindChanging(to query: inout Query, plans: PlanNumbers) {
    query.bind(planName)
    query.bind(start)
    query.bind(time)
    query.bind(ended)
    query.bind(nextDate)
    query.bind(nextSlot)
    query.bind(nextAt)
    query.bind(takenUntil)
    query.bind(timer?.due)
  }
}
