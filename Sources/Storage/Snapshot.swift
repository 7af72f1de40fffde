package import CheckIns
import GRDB

/// What may be read of the database, at one moment; valid only where it was handed out.
package class Snapshot {
  let database: Database
  let keyring: Keyring
  var plans: PlanNumbers
  let read: ReadPlans
  /// What was left out of all that was loaded, each once.
  package internal(set) var unreadable: [Unreadable] = []

  init(_ database: Database, keyring: Keyring, plans: PlanNumbers, read: ReadPlans) {
    self.read = read
    self.database = database
    self.keyring = keyring
    self.plans = plans
  }

  /// Decides the random times of this house.
  package var windowKey: WindowKey { keyring.house.windowKey }

  func query(_ sql: SQL) throws(StorageFailure) -> Query { try Query(sql, on: database) }
}
