import Reading
import Testing

@Suite struct `A CSV file` {
  private let columns = ["id", "name", "zone"]

  private func read(_ text: String) throws(ReadingFaults) -> MarkedTable {
    try CSVReader.read(bytes: Array(text.utf8), file: "r.csv", columns: columns)
  }

  @Test func `is read with the line of each row`() throws {
    let table = try read("id,name\r\nann,\"Ann\nLee\"\r\n\r\nben, Ben \r\n")
    #expect(table.header == ["id", "name"])
    #expect(table.rows.map(\.line) == [2, 5])
    #expect(table.rows[0]["name"] == "Ann\nLee")
    #expect(table.rows[1]["name"] == "Ben")
  }

  @Test(arguments: [
    "\u{FEFF}id,name\nann,Ann\n", "name,id\nAnn,ann", "id,name\r\nann,Ann",
    "id,name\n\"ann\",\"Ann\"\n",
  ])
  func `may come from any program`(text: String) throws {
    let table = try read(text)
    #expect(table.rows.map { [$0["id"], $0["name"]] } == [["ann", "Ann"]])
  }

  @Test(arguments: [
    ("", "r.csv:1: expected a header line"),
    ("id;name\nann;Ann\n", "r.csv:1: expected commas between the columns, there are semicolons"),
    ("id,nmae\n", "r.csv:1: nmae: unknown column (did you mean \"name\"?)"),
    ("id,id\n", "r.csv:1: id: expected each column once"),
    ("id,name\nann\n", "r.csv:2: expected 2 values as in the header, there are 1"),
    ("id,name\nann,Ann,x\n", "r.csv:2: expected 2 values as in the header, there are 3"),
    ("id,name\nann,Ann\nben,\"Ben\n", "r.csv:3: expected a closing quote"),
    ("id,name\nann,\"Ann\"x\n", "expected a comma or the line's end"),
    ("id,name\nann,A\0nn\n", "r.csv:2: expected text, there is a NUL byte, at byte 6 of the line"),
  ])
  func `says what is wrong with it`(text: String, says: String) {
    #expect(told(Array(text.utf8)).contains(says), "\(told(Array(text.utf8)))")
  }

  @Test func `tells the line of a byte that is not UTF-8`() {
    let latin1 = Array("id,name\nann,Ren".utf8) + [0xE9, 0x0A]
    #expect(
      told(latin1).hasPrefix("r.csv:2: expected UTF-8, there is the byte 0xE9"), "\(told(latin1))")
    #expect(told(latin1).hasSuffix("at byte 8 of the line"), "\(told(latin1))")
  }

  @Test func `never traps on bytes of any kind`() {
    var state: UInt64 = 42
    for length in 0..<300 {
      let bytes = (0..<length).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let common = Array("id,name\"\r\n\u{85} ".utf8)
        return state >> 60 < 3
          ? UInt8(truncatingIfNeeded: state >> 33) : common[Int(state >> 40) % common.count]
      }
      _ = told(bytes)
      _ = try? YAMLReader.read(bytes: bytes, file: "x")
    }
  }

  private func told(_ bytes: [UInt8]) -> String {
    do throws(ReadingFaults) {
      _ = try CSVReader.read(bytes: bytes, file: "r.csv", columns: columns)
      return ""
    } catch { return error.description }
  }
}
