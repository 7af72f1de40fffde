import CheckIns
import GRDB
package import Messages
package import Timekeeping

private let selectReply = SQL(
  "SELECT id FROM reply WHERE gateway = $1 AND provider_id = $2 ORDER BY id")
private let selectSeen = SQL(
  """
  SELECT 1 FROM seen WHERE bucket IN ($1, $2) AND gateway = $3 AND key = $4 ORDER BY bucket LIMIT 1
  """)
private let insertSeen = SQL(
  "INSERT INTO seen (bucket, gateway, key, at) VALUES ($1, $2, $3, $4)")
private let forgetSeen = SQL("DELETE FROM seen WHERE bucket < $1")
private let insertOrphan = SQL(
  """
  INSERT INTO orphan_receipt
    (id, gateway, provider_id, reference, state, meaning, error, event_id, received_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  """)
private let anyOrphan = SQL("SELECT 1 FROM orphan_receipt ORDER BY id LIMIT 1")
private let selectOrphans = SQL(
  """
  SELECT id, provider_id, reference, state, meaning, error, event_id FROM orphan_receipt
  WHERE gateway = $1 AND provider_id = $2 ORDER BY id
  """)
private let deleteOrphan = SQL("DELETE FROM orphan_receipt WHERE id = $1")
private let forgetOrphans = SQL("DELETE FROM orphan_receipt WHERE received_at < $1")

extension Snapshot {
  /// Those of these replies that are stored already, with their ids.
  package func knownReplies(_ names: [ProviderName]) throws(StorageFailure)
    -> [ProviderName: ReplyID]
  {
    var found: [ProviderName: ReplyID] = [:]
    var query = try query(selectReply)
    for name in names {
      query.bind(name.gateway)
      query.bind(name.id)
      if try query.step() { found[name] = query.id() }
      query.again()
    }
    return found
  }

}

extension Transaction {
  /// Remembers a callback for at least 24 days; false when it was remembered already.
  package func remember(_ key: String, of gateway: String, at now: Instant) throws(StorageFailure)
    -> Bool
  {
    let bucket = Self.seenBucket(now)
    var select = try query(selectSeen)
    select.bind(bucket - 1)
    select.bind(bucket)
    select.bind(gateway)
    select.bind(key)
    guard try !select.step() else { return false }
    var insert = try query(insertSeen)
    insert.bind(bucket)
    insert.bind(gateway)
    insert.bind(key)
    insert.bind(now)
    try insert.run()
    return true
  }

  /// 24 days, so that two buckets cover what any provider repeats.
  private static func seenBucket(_ instant: Instant) -> Int64 { instant.milliseconds >> 31 }

  // MARK: Receipts before their message

  /// Keeps a receipt whose message is not known (yet): the outcome may still be on its way.
  package func keep(orphan receipt: Receipt, of gateway: String, at now: Instant)
    throws(StorageFailure)
  {
    var query = try query(insertOrphan)
    query.bind(nextIDs(1)[0])
    query.bind(gateway)
    query.bind(receipt.providerID)
    query.bind(receipt.reference)
    query.bind(receipt.state.rawValue)
    query.bind(receipt.meaning?.rawValue)
    query.bind(receipt.error)
    query.bind(receipt.eventID)
    query.bind(now)
    try query.run()
  }

  /// Whether any receipt is kept: mostly there is none.
  package func hasOrphans() throws(StorageFailure) -> Bool {
    var query = try query(anyOrphan)
    return try query.step()
  }

  /// The kept receipts of these messages in order of arrival; they are kept no longer.
  package func takeOrphans(of names: [ProviderName]) throws(StorageFailure)
    -> [(name: ProviderName, receipt: Receipt)]
  {
    var found: [(id: Int64, name: ProviderName, receipt: Receipt)] = []
    var select = try query(selectOrphans)
    for name in names {
      select.bind(name.gateway)
      select.bind(name.id)
      while try select.step() { found.append(try Self.orphan(&select, name)) }
      select.again()
    }
    var delete = try query(deleteOrphan)
    for orphan in found {
      delete.bind(orphan.id)
      try delete.run()
    }
    return found.map { ($0.name, $0.receipt) }
  }

  private static func orphan(_ query: inout Query, _ name: ProviderName) throws(StorageFailure)
    -> (id: Int64, name: ProviderName, receipt: Receipt)
  {
    let id = query.integer()
    var receipt = Receipt(
      providerID: query.optionalText(), reference: query.optionalText(), state: try query.code())
    receipt.meaning = query.optionalText().flatMap { Outcome.Kind(rawValue: $0) }
    receipt.error = query.text()
    receipt.eventID = query.optionalText()
    return (id, name, receipt)
  }

  /// Forgets callbacks and orphans that nobody will repeat or claim any more; once a day is enough.
  package func forgetReceived(before limit: Instant) throws(StorageFailure) {
    var seen = try query(forgetSeen)
    seen.bind(Self.seenBucket(limit))
    try seen.run()
    var orphans = try query(forgetOrphans)
    orphans.bind(limit)
    try orphans.run()
  }
}
