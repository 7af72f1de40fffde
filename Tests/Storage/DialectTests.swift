import Storage
import Testing

@Suite struct `A statement` {
  @Test(arguments: [
    ("SELECT $1", "SELECT ?1"),
    ("SELECT $2, $1, $10", "SELECT ?2, ?1, ?10"),
    ("SELECT '$1', $1", "SELECT '$1', ?1"),
    ("SELECT 'it''s $1', \"a$1\", $1", "SELECT 'it''s $1', \"a$1\", ?1"),
  ]) func `binds by number and leaves quotes alone`(common: String, sqlite: String) {
    #expect(Dialect.sqlite(common) == sqlite)
  }
}

@Suite struct `A list of keys` {
  let list = ListSQL("SELECT a FROM t WHERE b = $1 AND c IN ($list)", fixed: 1)

  @Test(arguments: [
    (0, []), (1, [1]), (2, [8]), (8, [8]), (9, [32]), (65, [128]), (512, [512]), (513, [512, 1]),
    (1100, [512, 512, 128]),
  ]) func `is padded to a few lengths`(count: Int, lengths: [Int]) {
    let keys = Array(0..<count)
    let portions = list.portions(of: keys)
    #expect(portions.map(\.keys.count) == lengths)
    #expect(Array(portions.flatMap(\.keys).prefix(count)) != [] || count == 0)
    #expect(Set(portions.flatMap(\.keys)) == Set(keys))
  }

  @Test func `is numbered after what comes before it`() {
    #expect(list.portions(of: [5])[0].sql.text == "SELECT a FROM t WHERE b = ?1 AND c IN (?2)")
    let pairs = ListSQL("WITH w (b, c) AS ($list) SELECT b FROM w", width: 2)
    #expect(
      pairs.portions(of: [1])[0].sql.text == "WITH w (b, c) AS (VALUES (?1, ?2)) SELECT b FROM w")
    #expect(pairs.portions(of: [1, 2])[0].sql.text.contains("(?15, ?16))"))
  }
}
