import GRDB
import GRDBSQLite

extension Store {
  /// How SQLite goes about every statement that was used so far, by its text: the lines of
  /// EXPLAIN QUERY PLAN (https://www.sqlite.org/eqp.html). For whoever checks that no turn reads a
  /// whole table.
  package func queryPlans() throws(StorageFailure) -> [String: [String]] {
    try writing { database in
      var plans: [String: [String]] = [:]
      for text in Self.statements(of: database) {
        var query = try Query(SQL("EXPLAIN QUERY PLAN " + text), on: database)
        while try query.step() {
          for _ in 0..<3 { _ = query.integer() }
          plans[text, default: []].append(query.text())
        }
      }
      return plans
    }
  }

  private static func statements(of database: Database) -> [String] {
    var texts: Set<String> = []
    var statement = unsafe sqlite3_next_stmt(database.sqliteConnection, nil)
    while let handle = unsafe statement {
      if let text = unsafe sqlite3_sql(handle) { unsafe texts.insert(String(cString: text)) }
      unsafe statement = sqlite3_next_stmt(database.sqliteConnection, handle)
    }
    let changing = ["SELECT", "WITH", "UPDATE", "DELETE"]
    return texts.filter { text in changing.contains { text.hasPrefix($0) } }.sorted()
  }
}
