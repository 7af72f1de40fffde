import CheckIns
import Messages
import Timekeeping

extension Message: StoredRow {
  static let table = Table(
    "message",
    fixed: [
      "id", "person", "reference", "created_at", "shard", "template", "check_in", "alert",
      "pinned",
    ],
    changing: [
      "contact", "channel", "lane", "code", "facts", "state", "attempt", "gateway", "provider_id",
      "claimed_at", "settled_at", "receipt_at", "receipt_state", "not_before", "expires_at",
      "last_reason", "refused_by",
    ], guarded: ["state", "attempt"], sealed: ["body"])
  static let byID = select("id IN ($list)")
  static let unsettledByPerson = select("person IN ($list) AND state < 5 AND state <> 3")
  static let byAlert = select("alert IN ($list)")
  static let openNotices = select(
    """
    person IN ($list) AND code IS NOT NULL
      AND EXISTS (SELECT 1 FROM alert WHERE alert.id = message.alert AND alert.state < 3)
    """)
  static let setBody = SQL("UPDATE message SET body = $1 WHERE id = $2")
  static let bodyPlace = "message.body"

  /// The body is read last, and only of what still waits or is in doubt: nobody else needs its
  /// words. A human's own go out again as they were; there is no template to make them of.
  private static func select(_ condition: String) -> ListSQL {
    ListSQL(
      """
      SELECT \(table.columns),
        CASE WHEN state = 1 OR state = 4 OR template = 'say' THEN body END
      FROM message WHERE \(condition) ORDER BY id
      """)
  }

  var shard: Int64 { Shard.of(person.rawValue) }

  init(reading query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    let id = query.id(MessageKind.self)
    let person = query.id(PersonKind.self)
    let reference = query.text()
    let createdAt = query.instant()
    _ = query.integer()
    let template = query.text()
    let checkIn = query.optionalID(CheckInKind.self)
    let alert = query.optionalID(AlertKind.self)
    let pinned = query.optionalText()
    self.init(
      id: id, person: person, contact: query.id(), channel: try Channel(reading: &query),
      lane: try query.code(), template: template, reference: reference, createdAt: createdAt)
    self.checkIn = checkIn
    self.alert = alert
    self.pinned = pinned
    code = query.optionalInt()
    facts = Facts.read(query.text())
    state = try query.code()
    attempt = query.int()
    gateway = query.optionalText()
    providerID = query.optionalText()
    claimedAt = query.optionalInstant()
    settledAt = query.optionalInstant()
    receiptAt = query.optionalInstant()
    receiptState = query.optionalText().flatMap(Receipt.State.init(rawValue:))
    notBefore = query.optionalInstant()
    expiresAt = query.optionalInstant()
    lastReason = query.optionalText()
    refusedBy = GatewayNames.read(query.optionalText())
  }

  static let ownerColumn: Int32? = 1

  /// What it is about must go on without it.
  static func unreadable(_ query: inout Query, reason: String) -> Unreadable {
    var row = Unreadable(
      table: table.name, id: query.integer(at: 0), person: PersonID(rawValue: query.integer(at: 1)),
      reason: reason)
    row.checkIn = query.optionalInteger(at: 6).map(CheckInID.init(rawValue:))
    row.alert = query.optionalInteger(at: 7).map(AlertID.init(rawValue:))
    return row
  }

  func load(into slice: inout Slice) { slice.load(self) }

  func bindKey(to query: inout Query) { query.bind(id) }

  func bindGuard(to query: inout Query) {
    query.bind(state.rawValue)
    query.bind(attempt)
  }

  func bindSealed(to query: inout Query, by transaction: Transaction) throws(StorageFailure) {
    guard let body else { return query.bindNull() }
    query.bind(try transaction.seal(Array(body.utf8), context, of: person))
  }

  func bindFixed(to query: inout Query, plans: PlanNumbers) {
    query.bind(id)
    query.bind(person)
    query.bind(reference)
    query.bind(createdAt)
    query.bind(shard)
    query.bind(template)
    query.bind(checkIn)
    query.bind(alert)
    query.bind(pinned)
  }

  func bindChanging(to query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    query.bind(contact)
    query.bind(channel.rawValue)
    query.bind(lane.rawValue)
    query.bind(code)
    query.bind(try Facts.written(facts, of: id))
    query.bind(state.rawValue)
    query.bind(attempt)
    query.bind(gateway)
    query.bind(providerID)
    query.bind(claimedAt)
    query.bind(settledAt)
    query.bind(receiptAt)
    query.bind(receiptState?.rawValue)
    query.bind(notBefore)
    query.bind(expiresAt)
    query.bind(lastReason)
    query.bind(GatewayNames.written(refusedBy))
  }
}

/// Names of gateways as one text, a line each; nothing for none.
enum GatewayNames {
  static func written(_ names: [String]) -> String? {
    names.isEmpty ? nil : names.joined(separator: "\n")
  }

  static func read(_ text: String?) -> [String] {
    guard let text else { return [] }
    return text.split(separator: "\n").map(String.init)
  }
}

/// A message's facts as one text: keys and values in turn, a line each, keys rising.
enum Facts {
  static func written(_ facts: [String: String], of message: MessageID) throws(StorageFailure)
    -> String
  {
    guard !facts.isEmpty else { return "" }
    var lines: [String] = []
    for (key, value) in facts.sorted(by: { $0.key < $1.key }) {
      guard !key.utf8.contains(10), !value.utf8.contains(10) else {
        throw StorageFailure(
          .refused, "A fact of message \(message) has a line break; ids and codes were expected.")
      }
      lines.append(key)
      lines.append(value)
    }
    return lines.joined(separator: "\n")
  }

  static func read(_ text: String) -> [String: String] {
    guard !text.isEmpty else { return [:] }
    let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
    var facts: [String: String] = [:]
    for start in stride(from: 0, to: lines.count - 1, by: 2) {
      facts[String(Substring(lines[start]))] = String(Substring(lines[start + 1]))
    }
    return facts
  }
}
