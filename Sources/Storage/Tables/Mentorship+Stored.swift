import CheckIns
import Messages

extension Mentorship: StoredRow {
  static let table = Table(
    "mentorship", keys: 2, fixed: ["mentee", "mentor"], changing: ["rank", "disclosure", "ended"])
  static let byMentee = table.select(by: "mentee", where: "ended = 0", order: "mentee, mentor")
  static let byMentor = table.select(by: "mentor", where: "ended = 0", order: "mentor, mentee")
  static let allByMentee = table.select(by: "mentee", order: "mentee, mentor")

  init(reading query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    self.init(
      mentee: query.id(), mentor: query.id(), rank: query.int(), disclosure: try query.code())
    ended = query.bool()
  }

  static let ownerColumn: Int32? = 1
  /// Its key is the pair; it is told by the mentee.
  func load(into slice: inout Slice) { slice.load(self) }

  func bindKey(to query: inout Query) {
    query.bind(mentee)
    query.bind(mentor)
  }

  func bindFixed(to query: inout Query, plans: PlanNumbers) { bindKey(to: &query) }

  func bindChanging(to query: inout Query, plans: PlanNumbers) {
    query.bind(rank)
    query.bind(disclosure.rawValue)
    query.bind(ended)
  }
}
