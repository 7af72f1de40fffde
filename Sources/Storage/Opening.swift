import CSQLite
import CheckIns
import GRDB
import Messages
import Sealing

/// What stands between a path and a database in use.
enum Opening {
  static func configuration(readOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(2)
    configuration.label = readOnly ? "kith-reader" : "kith-store"
    return configuration
  }

  /// Nobody reads SQLite's own statistics, and each allocation would lock for them.
  private static let uncounted = sqlite_without_statistics()

  static func queue(path: String, options: Store.Options) throws -> DatabaseQueue {
    _ = uncounted
    let queue = try DatabaseQueue(path: path, configuration: configuration(readOnly: false))
    try queue.writeWithoutTransaction { database in
      try checkOwner(database, path: path)
      if options.checksPages { try checkPages(database, path: path) }
      try prepare(database, options: options)
    }
    return queue
  }

  /// FULL: a commit is on the disk. No memory map: a failing disk would be a signal, not an error.
  /// Deleted bytes are overwritten, because they may have been a key.
  private static func prepare(_ database: Database, options: Store.Options) throws {
    for pragma in [
      "journal_mode = WAL", "synchronous = FULL", "mmap_size = 0", "secure_delete = ON",
      "temp_store = MEMORY", "cache_size = -65536", "journal_size_limit = 67108864",
      "wal_autocheckpoint = \(options.checkpointPages)",
      "max_page_count = \(options.maximumPages ?? 4_294_967_294)",
    ] {
      try database.execute(sql: "PRAGMA \(pragma)")
    }
    let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode")
    guard mode == "wal" else {
      throw StorageFailure(
        .place, "The database cannot keep a write-ahead log here (mode \(mode ?? "unknown")).")
    }
  }

  private static func checkOwner(_ database: Database, path: String) throws {
    let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let isEmpty = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_master") == 0
    guard application == Schema.application || isEmpty && application == 0 && version == 0 else {
      throw StorageFailure(
        .place, "\(path) is the database of another program; Kith's own, or none, was expected.")
    }
    guard version <= Schema.version else {
      throw StorageFailure(
        .newer,
        "The database \(path) has version \(version), this Kith knows up to \(Schema.version):"
          + " install the newer Kith, or restore a backup from before it.")
    }
  }

  private static func checkPages(_ database: Database, path: String) throws {
    let found = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "nothing"
    guard found == "ok" else {
      throw StorageFailure(
        .corrupt, "The database \(path) is damaged (\(found)): keep the file, restore a backup.")
    }
  }

  /// Migrates, takes the shards over, opens the house's keys, and reads what is kept in memory.
  static func start(
    _ database: Database, path: String, keys: MasterKeys, node: Int, nonces: inout Nonces
  ) throws -> (memory: Store.Memory, house: House) {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    if version < Schema.version { try Schema.migrate(database, from: version) }
    try database.beginTransaction(.immediate)
    do {
      let house = try House(database, path: path, keys: keys, node: node, nonces: &nonces)
      let memory = try memory(database)
      try database.commit()
      return (memory, house)
    } catch {
      try? database.rollback()
      throw error
    }
  }

  private static func memory(_ database: Database) throws(StorageFailure) -> Store.Memory {
    var memory = Store.Memory()
    memory.lastID = try Counter.value("id", database)
    memory.lastEntry = try Counter.value("ledger", database)
    memory.plans = try PlanNumbers.all(database)
    memory.moving = try MovingClock.read(database)
    return memory
  }
}

/// Rising numbers that outlive the process.
enum Counter {
  private static let read = SQL("SELECT value FROM counter WHERE name = $1 ORDER BY name")
  private static let write = SQL(
    """
    INSERT INTO counter (name, value) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
    """)

  static func value(_ name: String, _ database: Database) throws(StorageFailure) -> Int64 {
    var query = try Query(read, on: database)
    query.bind(name)
    return try query.step() ? query.integer() : 0
  }

  static func set(_ name: String, to value: Int64, _ database: Database) throws(StorageFailure) {
    var query = try Query(write, on: database)
    query.bind(name)
    query.bind(value)
    try query.run()
  }
}

extension PlanNumbers {
  private static let select = SQL("SELECT id, digest FROM plan ORDER BY id")

  static func all(_ database: Database) throws(StorageFailure) -> PlanNumbers {
    var plans = PlanNumbers()
    var query = try Query(select, on: database)
    while try query.step() { plans.add(number: query.integer(), digest: query.text()) }
    return plans
  }
}
