import CheckIns
import GRDB
package import Messages
package import Timekeeping

/// What a provider calls one of our messages.
package struct ProviderName: Hashable, Sendable {
  package var gateway: String
  package var id: String
  package init(gateway: String, id: String) {
    self.gateway = gateway
    self.id = id
  }
}

/// How messages are found by what others call them.
enum MessageName {
  /// Six days: what is asked for lies in this bucket or the two before, so 12 to 18 days back.
  static func bucket(of instant: Instant) -> Int64 { instant.milliseconds >> 29 }

  static func hash(_ name: ProviderName) -> Int64 {
    hash(name.id.utf8, from: hash(name.gateway.utf8, from: offset))
  }

  /// FNV-1a with 64 bits (draft-eastlake-fnv, 2): the same at every start, unlike Swift's. Who is
  /// found by it is compared wholly.
  private static func hash(_ bytes: String.UTF8View, from start: Int64) -> Int64 {
    Int64(
      bitPattern: bytes.reduce(UInt64(bitPattern: start)) {
        ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
      })
  }
  private static let offset = Int64(bitPattern: 0xCBF2_9CE4_8422_2325)

  static let insert = RowsSQL(
    "INSERT INTO message_name (bucket, hash, message) VALUES $rows ON CONFLICT DO NOTHING",
    width: 3)
  static let select = ListSQL(
    """
    SELECT hash, message FROM message_name WHERE bucket IN ($1, $2, $3) AND hash IN ($list)
    ORDER BY bucket, hash, message
    """, fixed: 3)
  static let providerIDs = ListSQL(
    "SELECT id, gateway, provider_id FROM message WHERE id IN ($list) ORDER BY id")
  static let references = ListSQL(
    "SELECT id, reference FROM message WHERE id IN ($list) ORDER BY id")
}

extension Snapshot {
  /// The messages that providers call so; names of other gateways, and unknown ones, are left out.
  package func messages(by names: [ProviderName], now: Instant) throws(StorageFailure)
    -> [ProviderName: MessageID]
  {
    let ids = try candidates(names.map(MessageName.hash), now: now)
    let wanted = Set(names)
    var found: [ProviderName: MessageID] = [:]
    try each(MessageName.providerIDs, ids) { query throws(StorageFailure) in
      let id = query.id(MessageKind.self)
      let name = ProviderName(gateway: query.text(), id: query.text())
      if wanted.contains(name) { found[name] = id }
    }
    return found
  }

  /// The messages with these references, however old.
  package func messages(byReference references: [String]) throws(StorageFailure)
    -> [String: MessageID]
  {
    let ids = references.compactMap { MessageReference.id(in: $0)?.rawValue }.sorted()
    let wanted = Set(references)
    var found: [String: MessageID] = [:]
    try each(MessageName.references, ids) { query throws(StorageFailure) in
      let id = query.id(MessageKind.self)
      let reference = query.text()
      if wanted.contains(reference) { found[reference] = id }
    }
    return found
  }

  private func candidates(_ hashes: [Int64], now: Instant) throws(StorageFailure) -> [Int64] {
    let bucket = MessageName.bucket(of: now)
    var ids: [Int64] = []
    try each(MessageName.select, fixed: [bucket - 2, bucket - 1, bucket], hashes.sorted()) {
      query throws(StorageFailure) in
      _ = query.integer()
      ids.append(query.integer())
    }
    return ids.sorted()
  }

}

extension Transaction {
  /// Writes what providers call changed messages now, and did not before.
  func writeNames(_ changes: [Change<Message>]) throws(StorageFailure) {
    var names: [(bucket: Int64, hash: Int64, message: MessageID)] = []
    for index in changes.indices {
      guard let id = changes[index].row.providerID, let gateway = changes[index].row.gateway,
        id != changes[index].original?.providerID || gateway != changes[index].original?.gateway,
        let claimedAt = changes[index].row.claimedAt
      else { continue }
      let hash = MessageName.hash(ProviderName(gateway: gateway, id: id))
      names.append((MessageName.bucket(of: claimedAt), hash, changes[index].row.id))
    }
    try MessageName.insert.run(names.count, on: database) { index, query in
      query.bind(names[index].bucket)
      query.bind(names[index].hash)
      query.bind(names[index].message)
    }
  }
}
