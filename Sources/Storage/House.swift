import CheckIns
import GRDB
import Sealing

/// What the installation itself holds: its root key, and its lease on the shards.
struct House {
  /// Seals what belongs to no known person.
  let key: SealingKey
  private let root: SealingKey
  let addresses: KeyedIndex
  let rosterIDs: KeyedIndex
  /// Decides random times; it outlives restarts, and changes of the master key.
  let windowKey: WindowKey
  private let epoch: Int64

  /// On SQLite one row stands for all shards: there is one node.
  private static let allShards: Int64 = -1
  private static let context = SealingContext("secret.root", id: 0)
  private static let readRoot = SQL("SELECT wrapped FROM secret WHERE name = 'root' ORDER BY name")
  private static let writeRoot = SQL(
    """
    INSERT INTO secret (name, wrapped) VALUES ('root', $1)
    ON CONFLICT (name) DO UPDATE SET wrapped = excluded.wrapped
    """)
  private static let readLease = SQL("SELECT epoch FROM lease WHERE shard = $1 ORDER BY shard")
  private static let takeLease = SQL(
    """
    INSERT INTO lease (shard, node, epoch) VALUES ($1, $2, 1)
    ON CONFLICT (shard) DO UPDATE SET node = excluded.node, epoch = lease.epoch + 1
    """)

  /// Opens the root key, or makes it the first time, and takes the lease.
  init(_ database: Database, path: String, keys: MasterKeys, node: Int, nonces: inout Nonces)
    throws(StorageFailure)
  {
    let root = try Self.root(database, path: path, keys: keys, nonces: &nonces)
    self.init(root: root, epoch: try Self.lease(database, node: node))
  }

  private init(root: SealingKey, epoch: Int64) {
    self.root = root
    key = root.derived(for: "house")
    addresses = KeyedIndex(root: root, place: "contact.address")
    rosterIDs = KeyedIndex(root: root, place: "identity.roster_id")
    let (first, second) = KeyedIndex(root: root, place: "enrolment.window").words(for: "window")
    windowKey = WindowKey(first, second)
    self.epoch = epoch
  }

  /// For a reader: opens the root key, takes nothing.
  init(reading database: Database, path: String, keys: MasterKeys) throws(StorageFailure) {
    guard let wrapped = try Self.wrapped(database) else {
      throw StorageFailure(.refused, "The database \(path) holds no key yet: start Kith first.")
    }
    self.init(root: try Self.open(wrapped, path: path, keys: keys), epoch: 0)
  }

  private static func wrapped(_ database: Database) throws(StorageFailure) -> [UInt8]? {
    var query = try Query(readRoot, on: database)
    return try query.step() ? query.optionalBytes() : nil
  }

  private static func open(_ wrapped: [UInt8], path: String, keys: MasterKeys)
    throws(StorageFailure) -> SealingKey
  {
    guard let root = try? keys.unwrap(wrapped, context: context) else {
      throw StorageFailure(
        .wrongKey, "None of the seal keys is the one that \(path) was sealed with.")
    }
    return root
  }

  private static func root(
    _ database: Database, path: String, keys: MasterKeys, nonces: inout Nonces
  ) throws(StorageFailure) -> SealingKey {
    if let wrapped = try wrapped(database) { return try open(wrapped, path: path, keys: keys) }
    let root = keys.makeKey(for: context, nonce: nonces.next())
    try write(root, keys: keys, nonces: &nonces, database)
    return root
  }

  private static func write(
    _ root: SealingKey, keys: MasterKeys, nonces: inout Nonces, _ database: Database
  ) throws(StorageFailure) {
    var write = try Query(writeRoot, on: database)
    write.bind(keys.wrap(root, context: context, nonce: nonces.next()))
    try write.run()
  }

  /// Wraps the root key under the current master key.
  func rewrap(with keys: MasterKeys, nonces: inout Nonces, _ database: Database)
    throws(StorageFailure)
  {
    try Self.write(root, keys: keys, nonces: &nonces, database)
  }

  private static func lease(_ database: Database, node: Int) throws(StorageFailure) -> Int64 {
    var take = try Query(takeLease, on: database)
    take.bind(allShards)
    take.bind(node)
    try take.run()
    return try held(database)
  }

  private static func held(_ database: Database) throws(StorageFailure) -> Int64 {
    var query = try Query(readLease, on: database)
    query.bind(allShards)
    return try query.step() ? query.integer() : 0
  }

  /// Every commit asks whether the shards are still ours.
  func check(_ database: Database) throws(StorageFailure) {
    guard try Self.held(database) == epoch else {
      throw StorageFailure(
        .superseded, "Another Kith has taken this database over; this one must not write any more.")
    }
  }
}
