import CheckIns

/// A table's columns, and the statements that follow from them.
struct Table: Sendable {
  let name: String
  /// All, in the order they are read: fixed, then changing.
  let columns: String
  let insert: SQL
  let update: SQL

  /// - Parameters:
  ///   - keys: how many of the fixed columns make up the key.
  ///   - fixed: written once; indexed columns belong here where they can, so that an update leaves
  ///     their index alone.
  ///   - guarded: columns that must still hold what the decision was made on.
  init(
    _ name: String, keys: Int = 1, fixed: [String], changing: [String], guarded: [String] = []
  ) {
    let all = fixed + changing
    self.name = name
    columns = all.joined(separator: ", ")
    let values = (1...all.count).map { "$\($0)" }.joined(separator: ", ")
    insert = SQL("INSERT INTO \(name) (\(columns)) VALUES (\(values))")
    let assignments = changing.enumerated().map { "\($1) = $\($0 + 1)" }
    let conditions = (fixed.prefix(keys) + guarded).enumerated().map {
      "\($1) = $\(changing.count + $0 + 1)"
    }
    update = SQL(
      "UPDATE \(name) SET \(assignments.joined(separator: ", "))"
        + " WHERE \(conditions.joined(separator: " AND "))")
  }

  /// The rows whose column is in the list, by rising key.
  func select(by column: String, where condition: String? = nil, order: String = "id") -> ListSQL {
    let rest = condition.map { " AND \($0)" } ?? ""
    return ListSQL(
      "SELECT \(columns) FROM \(name) WHERE \(column) IN ($list)\(rest) ORDER BY \(order)")
  }
}

/// A row of the core that has a table of its own.
protocol StoredRow: Row {
  static var table: Table { get }
  init(reading query: inout Query, plans: PlanNumbers) throws(StorageFailure)
  func bindFixed(to query: inout Query, plans: PlanNumbers) throws(StorageFailure)
  func bindChanging(to query: inout Query, plans: PlanNumbers) throws(StorageFailure)
  func bindKey(to query: inout Query)
  /// Values of the guarded columns, as the row was loaded.
  func bindGuard(to query: inout Query)
  /// Puts it where rows of its kind are kept.
  func load(into slice: inout Slice)
}

extension StoredRow {
  func bindGuard(to query: inout Query) {}
}

/// A row that carries its subject's next deadline.
protocol TimedRow: StoredRow {
  static var timerKind: Timer.Kind { get }
  var timer: Timer? { get }
  var subject: Int64 { get }
  var shard: Int64 { get }
}

/// Which part of a large installation a person's rows belong to: a conductor owns whole shards.
enum Shard {
  static let count: Int64 = 64
  static func of(_ person: Int64) -> Int64 { person & (count - 1) }
}

/// The short numbers that stand for plans in rows, in place of their 64-letter digests.
struct PlanNumbers: Sendable {
  private var numbers: [String: Int64] = [:]
  private var digests: [Int64: String] = [:]

  mutating func add(number: Int64, digest: String) {
    numbers[digest] = number
    digests[number] = digest
  }

  var next: Int64 { Int64(digests.count) + 1 }

  func contains(_ digest: String) -> Bool { numbers[digest] != nil }

  func number(of digest: String) throws(StorageFailure) -> Int64 {
    guard let number = numbers[digest] else {
      throw StorageFailure(.refused, "The plan \(digest) is not stored; it must be before its use.")
    }
    return number
  }

  func digest(of number: Int64) throws(StorageFailure) -> String {
    guard let digest = digests[number] else {
      throw StorageFailure(
        .unreadable, "The database names a plan \(number) that it does not hold.")
    }
    return digest
  }
}
