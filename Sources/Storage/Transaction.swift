import GRDB
package import Messages
import Sealing
import Timekeeping

/// What a turn may ask of the database and change in it; valid only within the turn.
package final class Transaction: Snapshot {
  let store: Store
  var nonces: Nonces
  /// Something was erased: the WAL must not keep it.
  var erased = false
  private let lastID: Int64
  private let lastEntry: Int64

  init(_ database: Database, of store: Store, nonces: Nonces) {
    self.store = store
    self.nonces = nonces
    lastID = store.memory.lastID
    lastEntry = store.memory.lastEntry
    super.init(database, keyring: store.keyring, plans: store.memory.plans, read: store.plans)
  }

  /// The next so many identifiers, rising; no two kinds share one.
  package func nextIDs(_ count: Int) -> [Int64] {
    let first = store.memory.lastID + 1
    store.memory.lastID += Int64(count)
    return (0..<Int64(count)).map { store.node << 54 | (first + $0) }
  }

  package func nextID<Kind>(_ kind: Kind.Type = Kind.self) -> ID<Kind> {
    store.memory.lastID += 1
    return ID(store.node << 54 | store.memory.lastID)
  }

  /// Writes the numbers given out; called once, before the commit.
  func finish() throws(StorageFailure) {
    store.memory.plans = plans
    if store.memory.lastID != lastID {
      try Counter.set("id", to: store.memory.lastID, database)
    }
    if store.memory.lastEntry != lastEntry {
      try Counter.set("ledger", to: store.memory.lastEntry, database)
    }
  }

  func seal(_ bytes: [UInt8], _ context: SealingContext, of person: PersonID?)
    throws(StorageFailure) -> [UInt8]
  {
    try keyring.seal(bytes, context, of: person, nonce: nonces.next())
  }
}
