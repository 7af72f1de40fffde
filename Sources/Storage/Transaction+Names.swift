import CheckIns
import GRDB
package import Messages
import Sealing
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

  static func hash(_ name: ProviderName) -> Int64 { Fingerprint.short("\(name.gateway)\n\(name.id)") }
  static func hash(reference: String) -> Int64 { Fingerprint.short(reference) }

  static let insert = SQL(
    """
    INSERT INTO message_name (bucket, hash, message) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
    """)
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

  /// The messages with these references.
  package func messages(byReference references: [String], now: Instant) throws(StorageFailure)
    -> [String: MessageID]
  {
    let ids = try candidates(references.map(MessageName.hash(reference:)), now: now)
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
  /// Writes the names that touched messages have now and had not before.
  func writeNames(_ rows: Rows<Message>) throws(StorageFailure) {
    var query = try query(MessageName.insert)
    for key in rows.touched {
      guard let message = rows[key], message.attempt > 0, let claimedAt = message.claimedAt else {
        continue
      }
      let original = rows.originals[key] ?? nil
      for hash in Self.newNames(of: message, since: original) {
        query.bind(MessageName.bucket(of: claimedAt))
        query.bind(hash)
        query.bind(message.id)
        try query.run()
      }
    }
  }

  private static func newNames(of message: Message, since original: Message?) -> [Int64] {
    var hashes: [Int64] = []
    if (original?.attempt ?? 0) == 0 { hashes.append(MessageName.hash(reference: message.reference)) }
    if let gateway = message.gateway, let id = message.providerID,
      id != original?.providerID || gateway != original?.gateway
    {
      hashes.append(MessageName.hash(ProviderName(gateway: gateway, id: id)))
    }
    return hashes
  }
}
