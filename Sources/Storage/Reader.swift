import GRDB
package import Sealing

/// A read-only connection for questions, beside the conductor's: it neither writes nor checkpoints.
///
/// For one thread or actor; opened after the store.
package final class Reader {
  private let queue: DatabaseQueue
  private let keyring: Keyring
  private let plans = ReadPlans()

  package init(path: String, keys: MasterKeys) throws(StorageFailure) {
    do {
      let queue = try DatabaseQueue(
        path: path, configuration: Opening.configuration(readOnly: true))
      let house = try queue.read { try House(reading: $0, path: path, keys: keys) }
      self.queue = queue
      keyring = Keyring(master: keys, house: house)
    } catch {
      throw StorageFailure(error)
    }
  }

  /// Everything read within is of one moment.
  package func read<Answer>(_ body: (Snapshot) throws(StorageFailure) -> Answer)
    throws(StorageFailure) -> Answer
  {
    do {
      return try queue.read { database in
        try body(
          Snapshot(database, keyring: keyring, plans: try PlanNumbers.all(database), read: plans))
      }
    } catch {
      throw StorageFailure(error)
    }
  }

  package func close() { try? queue.close() }
}
