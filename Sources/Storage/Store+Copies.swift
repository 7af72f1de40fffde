import GRDB
import Messages
package import Sealing

extension Store {
  /// Writes a whole, compact copy of the database to a new file (0600) while Kith goes on to be its
  /// only writer.
  ///
  /// - Throws: `place` when the file exists already or cannot be made there.
  package func backup(to file: String) throws(StorageFailure) {
    try DatabasePlace.createNew(file)
    do throws(StorageFailure) {
      try writing { try $0.execute(sql: "VACUUM INTO ?", arguments: [file]) }
    } catch {
      DatabasePlace.remove(file)
      throw error
    }
  }

  /// The whole content as ordered SQL, sealed bytes included: the same turns give the same text.
  package func dump(into take: (String) -> Void) throws(StorageFailure) {
    try writing { database in
      for table in Schema.tables {
        try Self.dump(table.name, by: table.order, database, into: take)
      }
    }
  }

  package func dump() throws(StorageFailure) -> String {
    var lines: [String] = []
    try dump { lines.append($0) }
    return lines.joined(separator: "\n")
  }

  private static func dump(
    _ table: String, by order: String, _ database: Database, into take: (String) -> Void
  ) throws(StorageFailure) {
    var query = try Query(SQL("SELECT * FROM \(table) ORDER BY \(order)"), on: database)
    while try query.step() {
      var values: [String] = []
      for _ in 0..<query.columnCount { values.append(query.literal()) }
      take("INSERT INTO \(table) VALUES (\(values.joined(separator: ", ")));")
    }
  }

  /// Wraps every key under the current master key, so that older ones can be thrown away.
  package func rewrap(nonces: Nonces) throws(StorageFailure) {
    try turn(nonces: nonces) { transaction throws(StorageFailure) in
      try transaction.rewrapKeys()
    }
  }
}

private let selectPeopleWithKeys = SQL(
  "SELECT person FROM identity WHERE key IS NOT NULL ORDER BY person")
private let setKey = SQL("UPDATE identity SET key = $1 WHERE person = $2")

extension Transaction {
  fileprivate func rewrapKeys() throws(StorageFailure) {
    var people: [Int64] = []
    do {
      var query = try query(selectPeopleWithKeys)
      while try query.step() { people.append(query.integer()) }
    }
    for start in stride(from: 0, to: people.count, by: 512) {
      try rewrapKeys(of: people[start..<min(start + 512, people.count)])
    }
    try keyring.house.rewrap(with: keyring.master, nonces: &nonces, database)
    erased = true
  }

  private func rewrapKeys(of people: ArraySlice<Int64>) throws(StorageFailure) {
    if let damaged = try keyring.open(keysOf: people.map { PersonID($0) }, database).first {
      throw damaged.failure
    }
    var query = try query(setKey)
    for person in people {
      guard let key = keyring[person] else { continue }
      query.bind(keyring.master.wrap(key, context: Keyring.context(person), nonce: nonces.next()))
      query.bind(person)
      try query.run()
    }
  }
}
