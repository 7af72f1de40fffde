import CheckIns
import Messages

extension Channel {
  init(reading query: inout Query) throws(StorageFailure) {
    let name = query.text()
    guard let channel = Channel(rawValue: name) else {
      throw StorageFailure(
        .unreadable, "The database holds channel \"\(name)\"; a name like sms was expected.")
    }
    self = channel
  }
}

extension Contact: StoredRow {
  static let table = Table(
    "contact", fixed: ["id", "person"],
    changing: [
      "channel", "rank", "confirmed", "opted_out_at", "bad_since", "bad_because",
      "undelivered_in_a_row",
    ])
  static let byID = table.select(by: "id")
  static let byPerson = table.select(by: "person")

  init(reading query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    self.init(
      id: query.id(), person: query.id(), channel: try Channel(reading: &query), rank: query.int(),
      confirmed: query.bool())
    optedOutAt = query.optionalInstant()
    badSince = query.optionalInstant()
    badBecause = query.optionalInt().flatMap(BadReason.init(rawValue:))
    undeliveredInARow = query.int()
  }

  static let ownerColumn: Int32? = 1
  func load(into slice: inout Slice) { slice.load(self) }

  func bindKey(to query: inout Query) { query.bind(id) }

  func bindFixed(to query: inout Query, plans: PlanNumbers) {
    query.bind(id)
    query.bind(person)
  }

  func bindChanging(to query: inout Query, plans: PlanNumbers) {
    query.bind(channel.rawValue)
    query.bind(rank)
    query.bind(confirmed)
    query.bind(optedOutAt)
    query.bind(badSince)
    query.bind(badBecause?.rawValue)
    query.bind(undeliveredInARow)
  }
}
