package import CheckIns
import GRDB
import Messages

private let selectMoving = SQL("SELECT value FROM setting WHERE name = 'moving' ORDER BY name")
private let deleteMoving = SQL("DELETE FROM setting WHERE name = 'moving'")
private let selectEarly = SQL("SELECT id FROM moved_early ORDER BY id")
private let insertEarly = SQL("INSERT INTO moved_early (id) VALUES ($1)")
private let deleteEarly = SQL("DELETE FROM moved_early")

extension MovingClock {
  /// One that a stop interrupted.
  static func read(_ database: Database) throws(StorageFailure) -> MovingClock? {
    var query = try Query(selectMoving, on: database)
    guard try query.step(), var moving = MovingClock(query.text()) else { return nil }
    var ids = try Query(selectEarly, on: database)
    while try ids.step() { moving.early.insert(ids.integer()) }
    return moving
  }
}

/// How far a step of the clock has come is kept in the transactions that move rows.
extension Transaction {
  package var moving: MovingClock? { store.memory.moving }

  package func begin(_ moving: MovingClock) throws(StorageFailure) {
    store.memory.moving = moving
    try set(setting: "moving", to: moving.description)
  }

  package func reach(_ id: Int64, of kind: MovingClock.Kind) throws(StorageFailure) {
    guard var moving = store.memory.moving else { return }
    moving.reach(id, of: kind)
    try begin(moving)
  }

  package func endMoving() throws(StorageFailure) {
    store.memory.moving = nil
    var setting = try query(deleteMoving)
    try setting.run()
    var early = try query(deleteEarly)
    try early.run()
  }

  func noteEarly(_ ids: [Int64]) throws(StorageFailure) {
    guard !ids.isEmpty else { return }
    var query = try query(insertEarly)
    for id in ids {
      store.memory.moving?.early.insert(id)
      query.bind(id)
      try query.run()
    }
  }
}
