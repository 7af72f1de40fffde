import GRDB

/// An INSERT of many rows at once, in a few fixed numbers so that each is prepared once: to start a
/// statement costs about as much as to write a row.
struct RowsSQL: Sendable {
  private static let sizes = [16, 4, 1]

  private let variants: [(count: Int, sql: SQL)]

  /// `$rows` stands for the rows, of `width` values each.
  init(_ common: String, width: Int) {
    variants = Self.sizes.map { count in
      let rows = (0..<count).map { row in
        "(" + (1...width).map { "$\(row * width + $0)" }.joined(separator: ", ") + ")"
      }
      return (count, SQL(common.replacing("$rows", with: rows.joined(separator: ", "))))
    }
  }

  /// Inserts rows in order; `bind` binds the values of the row with that index.
  func run(
    _ count: Int, on database: Database,
    _ bind: (Int, inout Query) throws(StorageFailure) -> Void
  ) throws(StorageFailure) {
    var next = 0
    for variant in variants where count - next >= variant.count {
      var query = try Query(variant.sql, on: database)
      while count - next >= variant.count {
        for index in next..<next + variant.count { try bind(index, &query) }
        try query.run()
        next += variant.count
      }
    }
  }
}
