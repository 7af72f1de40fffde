import CheckIns

/// A table's columns, and the statements that follow from them.
struct Table: Sendable {
  let name: String
  /// All, in the order they are read: fixed, then changing.
  let columns: String
  let insert: RowsSQL
  let update: SQL
  private let changing: [String]
  private let conditions: [String]

  /// - Parameters:
  ///   - keys: how many of the fixed columns make up the key.
  ///   - fixed: written once; indexed columns belong here where they can, so that an update leaves
  ///     their index alone.
  ///   - guarded: columns that must still hold what the decision was made on.
  ///   - sealed: written last with a new row; it is neither read nor updated with the others.
  init(
    _ name: String, keys: Int = 1, fixed: [String], changing: [String], guarded: [String] = [],
    sealed: [String] = []
  ) {
    let all = fixed + changing
    self.name = name
    self.changing = changing
    columns = all.joined(separator: ", ")
    let written = all + sealed
    insert = RowsSQL(
      "INSERT INTO \(name) (\(written.joined(separator: ", "))) VALUES $rows",
      width: written.count)
    conditions = Array(fixed.prefix(keys)) + guarded
    update = Self.update(name, changing.enumerated().map { "\($1) = $\($0 + 1)" }, conditions)
  }

  /// The update that makes some more assignments; `$0` in them is the one value that is bound for
  /// them, after the changing columns and before the key.
  func update(also assignments: [String]) -> SQL {
    let place = "$\(changing.count + 1)"
    return Self.update(
      name,
      changing.enumerated().map { "\($1) = $\($0 + 1)" }
        + assignments.map { $0.replacing("$0", with: place) },
      conditions, parameters: changing.count + 1)
  }

  private static func update(
    _ name: String, _ assignments: [String], _ conditions: [String], parameters: Int? = nil
  ) -> SQL {
    let first = (parameters ?? assignments.count) + 1
    let keys = conditions.enumerated().map { "\($1) = $\(first + $0)" }
    return SQL(
      "UPDATE \(name) SET \(assignments.joined(separator: ", "))"
        + " WHERE \(keys.joined(separator: " AND "))")
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
  /// The sealed columns of a new row; the person's key is open.
  func bindSealed(to query: inout Query, by transaction: Transaction) throws(StorageFailure)
  /// Puts it where rows of its kind are kept.
  func load(into slice: inout Slice)
  /// Where the columns tell whose row it is.
  static var ownerColumn: Int32? { get }
  /// What is known of a row that cannot be read.
  static func unreadable(_ query: inout Query, reason: String) -> Unreadable
  /// What stands for a row that cannot be read; nil: nothing does.
  static func salvaged(_ query: inout Query) -> Self?
}

extension StoredRow {
  func bindGuard(to query: inout Query) {}
  func bindSealed(to query: inout Query, by transaction: Transaction) {}
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
