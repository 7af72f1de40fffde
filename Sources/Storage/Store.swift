package import CheckIns
import GRDB
import GRDBSQLite
import Messages
package import Sealing

/// The conductor's connection: the only one that writes, and the only one that checkpoints.
///
/// For one thread. Everything happens in turns: one transaction each, synced to the disk before
/// `turn` returns.
package final class Store {
  /// Limits and checks that an operator or a test may set.
  package struct Options: Sendable {
    /// Reads every page before use (`PRAGMA quick_check`); about a second for each gigabyte.
    package var checksPages: Bool
    /// The file never grows past so many pages of 4 KiB; nil: as far as the disk goes.
    package var maximumPages: Int?
    /// Pages of WAL after which a commit also checkpoints: 4 KiB each.
    package var checkpointPages: Int
    /// Opened keys of about so many people stay in memory.
    package var keysMost: Int

    package init(
      checksPages: Bool = false, maximumPages: Int? = nil, checkpointPages: Int = 4000,
      keysMost: Int? = nil
    ) {
      self.checksPages = checksPages
      self.maximumPages = maximumPages
      self.checkpointPages = checkpointPages
      self.keysMost = keysMost ?? Keyring.openedUsually
    }
  }

  package let path: String
  let keyring: Keyring
  let plans = ReadPlans()
  let node: Int64
  private let queue: DatabaseQueue
  private var lock: DatabaseLock?
  /// Transactions since this was opened: each has nonces of its own, whatever it is given.
  private var turns: UInt32 = 0
  /// What must go back with a rolled back transaction.
  var memory = Memory()
  /// The step of the clock that is being taken through the house.
  package var moving: MovingClock? { memory.moving }
  /// Decides the random times of this house.
  package var windowKey: WindowKey { keyring.house.windowKey }

  struct Memory {
    /// The last number given out, without node bits.
    var lastID: Int64 = 0
    var lastEntry: Int64 = 0
    var plans = PlanNumbers()
    var moving: MovingClock?
  }

  private init(
    path: String, keyring: Keyring, node: Int, queue: DatabaseQueue,
    lock: consuming DatabaseLock, memory: Memory
  ) {
    self.path = path
    self.keyring = keyring
    self.node = Int64(node)
    self.queue = queue
    self.lock = consume lock
    self.memory = memory
  }

  /// Opens, and where needed creates or migrates, the database.
  ///
  /// - Parameters:
  ///   - node: 0 to 511, the first ten bits of every id made here.
  ///   - random: for the house's key, the first time only.
  package static func open(
    path: String, keys: MasterKeys, node: Int = 0, options: Options = Options(),
    random: inout some RandomNumberGenerator
  ) throws(StorageFailure) -> Store {
    precondition((0..<512).contains(node), "a node is 0 to 511")
    try DatabasePlace.check(path: path)
    let lock = try DatabaseLock(path: path)
    try DatabasePlace.prepare(path: path)
    var nonces = Nonces(from: &random)
    do {
      let queue = try Opening.queue(path: path, options: options)
      let start = try queue.writeWithoutTransaction { database in
        try Opening.start(database, path: path, keys: keys, node: node, nonces: &nonces)
      }
      return Store(
        path: path,
        keyring: Keyring(master: keys, house: start.house, openedMost: options.keysMost),
        node: node, queue: queue, lock: lock, memory: start.memory)
    } catch {
      throw StorageFailure(error)
    }
  }

  /// As above, with the house's key from the system's random source.
  package static func open(
    path: String, keys: MasterKeys, node: Int = 0, options: Options = Options()
  ) throws(StorageFailure) -> Store {
    var random = SystemRandomNumberGenerator()
    return try open(path: path, keys: keys, node: node, options: options, random: &random)
  }

  /// Lets go of the database and its lock; nothing may be asked of the store any more.
  package func close() {
    try? queue.close()
    lock = nil
  }

  /// One transaction: all of it is on the disk when this returns, or nothing of it.
  ///
  /// - Parameter nonces: from the turn's seeded source, for what is sealed in this turn; two turns
  ///   that are given the same ones use others.
  package func turn<Answer>(
    nonces: Nonces, _ body: (Transaction) throws(StorageFailure) -> Answer
  ) throws(StorageFailure) -> Answer {
    let before = memory
    turns &+= 1
    let nonces = nonces.apart(turns)
    let result = queue.writeWithoutTransaction { database -> Result<Answer, StorageFailure> in
      do throws(StorageFailure) {
        return .success(try run(body, nonces: nonces, on: database))
      } catch {
        try? database.rollback()
        return .failure(error)
      }
    }
    if case .failure = result {
      memory = before
      keyring.forget()
    }
    return try result.get()
  }

  private func run<Answer>(
    _ body: (Transaction) throws(StorageFailure) -> Answer, nonces: Nonces, on database: Database
  ) throws(StorageFailure) -> Answer {
    let transaction = Transaction(database, of: self, nonces: nonces)
    do { try database.beginTransaction(.immediate) } catch { throw StorageFailure(error) }
    try keyring.house.check(database)
    let answer = try body(transaction)
    try transaction.finish()
    do { try database.commit() } catch { throw StorageFailure(error) }
    if transaction.erased { checkpoint(truncate: true) }
    return answer
  }

  /// Copies the WAL's pages into the database; with `truncate`, also empties the WAL, so that
  /// nothing erased is left in it. Never fails: what could not be copied is copied the next time.
  package func checkpoint(truncate: Bool = false) {
    queue.unsafeReentrantWrite { database in
      _ = try? database.checkpoint(truncate ? .truncate : .passive)
    }
  }

  /// Reads at once on the same connection, for what needs no turn.
  func reading<Answer>(_ body: (Database) throws -> Answer) throws(StorageFailure) -> Answer {
    do { return try queue.unsafeReentrantRead(body) } catch { throw StorageFailure(error) }
  }

  func writing<Answer>(_ body: (Database) throws -> Answer) throws(StorageFailure) -> Answer {
    do { return try queue.writeWithoutTransaction(body) } catch { throw StorageFailure(error) }
  }
}
