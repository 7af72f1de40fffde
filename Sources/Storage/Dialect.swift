/// The one place that knows how SQLite differs from PostgreSQL: placeholders, types, clustering.
///
/// SQL is written once with `$1`, `$2` …; SQLite would number `$2 … $1` by first appearance,
/// wrongly and silently, so they become `?1`, `?2`
/// (https://www.sqlite.org/lang_expr.html#varparam).
package enum Dialect {
  /// `$n` outside of quotes as `?n`.
  package static func sqlite(_ sql: String) -> String {
    var result: [UInt8] = []
    var quote: UInt8?
    for byte in sql.utf8 {
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      }
      result.append(byte == UInt8(ascii: "$") && quote == nil ? UInt8(ascii: "?") : byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Table definitions: `INT8`, `BYTES` and `CLUSTERED` in SQLite's words.
  static func sqliteDefinition(_ sql: String) -> String {
    sql.replacing("INT8", with: "INTEGER").replacing("BYTES", with: "BLOB")
      .replacing("CLUSTERED", with: "STRICT, WITHOUT ROWID")
      .replacing("TABLE_END", with: "STRICT")
  }
}

/// One statement in the common subset, ready for the driver.
package struct SQL: Sendable {
  package let text: String
  init(_ common: String) { text = Dialect.sqlite(common) }
}

/// A statement with a list of keys, prepared in a few fixed lengths so that each is prepared once.
///
/// `$list` stands for the keys; parameters before it are `$1` …
package struct ListSQL: Sendable {
  /// A list is padded to the next of these by repeating its last key.
  package static let sizes = [1, 8, 32, 64, 128, 192, 256, 512]

  private let variants: [SQL]

  /// - Parameters:
  ///   - fixed: how many parameters come before the list.
  ///   - width: how many columns make up one key; more than one are compared as rows.
  package init(_ common: String, fixed: Int = 0, width: Int = 1) {
    variants = Self.sizes.map { size in
      let keys = (0..<size).map { key in
        let parts = (1...width).map { "$\(fixed + key * width + $0)" }.joined(separator: ", ")
        return width == 1 ? parts : "(\(parts))"
      }
      let list = keys.joined(separator: ", ")
      return SQL(common.replacing("$list", with: width == 1 ? list : "VALUES \(list)"))
    }
  }

  /// The keys in portions, each with its statement and padded to the statement's length.
  package func portions<Key>(of keys: [Key]) -> [(sql: SQL, keys: [Key])] {
    var result: [(sql: SQL, keys: [Key])] = []
    var rest = keys[...]
    while let first = rest.first {
      let index = Self.sizes.firstIndex { $0 >= rest.count } ?? Self.sizes.count - 1
      let taken = rest.prefix(Self.sizes[index])
      let padding = repeatElement(taken.last ?? first, count: Self.sizes[index] - taken.count)
      result.append((variants[index], Array(taken) + padding))
      rest = rest.dropFirst(taken.count)
    }
    return result
  }
}
