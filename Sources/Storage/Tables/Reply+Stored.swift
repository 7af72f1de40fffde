import CheckIns
import Messages
import Timekeeping

extension Reply: StoredRow {
  static let table = Table(
    "reply", fixed: ["id", "gateway", "provider_id", "channel", "received_at"],
    changing: ["person", "contact", "intent", "check_in", "alert", "unread"], sealed: ["content"])
  /// Its words are read last, sealed.
  static let byID = ListSQL(
    "SELECT \(table.columns), content FROM reply WHERE id IN ($list) ORDER BY id")
  static let setContent = SQL("UPDATE reply SET content = $1 WHERE id = $2")
  static let contentPlace = "reply.content"

  init(reading query: inout Query, plans: PlanNumbers) throws(StorageFailure) {
    let id = query.id(ReplyKind.self)
    let gateway = query.text()
    let providerID = query.text()
    let channel = try Channel(reading: &query)
    let receivedAt = query.instant()
    let person = query.optionalID(PersonKind.self)
    let contact = query.optionalID(ContactKind.self)
    self.init(
      id: id, channel: channel, gateway: gateway, providerID: providerID, receivedAt: receivedAt,
      text: "", intent: try query.code())
    self.person = person
    self.contact = contact
    checkIn = query.optionalID()
    alert = query.optionalID()
    unread = query.bool()
  }

  static let ownerColumn: Int32? = nil
  func load(into slice: inout Slice) { slice.load(self) }

  func bindKey(to query: inout Query) { query.bind(id) }

  func bindSealed(to query: inout Query, by transaction: Transaction) throws(StorageFailure) {
    query.bind(try transaction.seal(content, context, of: person))
  }

  func bindFixed(to query: inout Query, plans: PlanNumbers) {
    query.bind(id)
    query.bind(gateway)
    query.bind(providerID)
    query.bind(channel.rawValue)
    query.bind(receivedAt)
  }

  func bindChanging(to query: inout Query, plans: PlanNumbers) {
    query.bind(person)
    query.bind(contact)
    query.bind(intent.rawValue)
    query.bind(checkIn)
    query.bind(alert)
    query.bind(unread)
  }

  /// Text and value as they are sealed together: the text's length, the text, a mark, the value or
  /// the stranger's address.
  var content: [UInt8] {
    let words = Array(text.utf8)
    let length = (0..<4).map { UInt8(truncatingIfNeeded: words.count >> (24 - 8 * $0)) }
    if let stranger { return length + words + [2] + Array(stranger.utf8) }
    return length + words + (value.map { [1] + Array($0.utf8) } ?? [0])
  }

  mutating func take(content: [UInt8]) {
    let length = content.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    let rest = content.dropFirst(4)
    guard rest.count > length else { return }
    text = String(decoding: rest.prefix(length), as: UTF8.self)
    let after = rest.dropFirst(length)
    let more = String(decoding: after.dropFirst(), as: UTF8.self)
    value = after.first == 1 ? more : nil
    stranger = after.first == 2 ? more : nil
  }
}
