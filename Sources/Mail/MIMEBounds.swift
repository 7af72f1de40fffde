/// Holds what no honest mail has, and GMime no bound for, away from it: for each group of addresses
/// that stands in a group (RFC 5322, 3.4, knows none) it goes one call deeper, until its stack ends
/// and the daemon with it; and each part is kept in memory, however many there are.
enum MIMEBounds {
  /// Colons in one field of addresses; the others become blanks.
  static let colonsMost = 200
  /// Lines that may begin a part; the others lose their mark.
  static let marksMost = 5000

  /// Wherever they stand: a message inside a message has fields of its own.
  private static let fields = Set(["sender", "from", "reply-to", "to", "cc", "bcc"])
  private static let nameMost = 10

  /// The same number of bytes.
  static func kept(_ bytes: [UInt8]) -> [UInt8] {
    var kept = bytes
    var marks = 0
    var colons: Int?
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
      let line = bytes[start..<end]
      if !isFolded(line) { colons = isOfAddresses(line) ? 0 : nil }
      if let before = colons { colons = cut(line, &kept, after: before) }
      if line.starts(with: "--".utf8), line.count > 3 {
        marks += 1
        if marks > marksMost { kept[start] = UInt8(ascii: " ") }
      }
      start = end + 1
    }
    return kept
  }

  /// Goes on with the field of the line before (RFC 5322, 2.2.3).
  private static func isFolded(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t")
  }

  private static func isOfAddresses(_ line: ArraySlice<UInt8>) -> Bool {
    guard let colon = line.prefix(nameMost * 2).firstIndex(of: UInt8(ascii: ":")) else {
      return false
    }
    return fields.contains(String(decoding: line[..<colon], as: UTF8.self).trimmed.lowercased())
  }

  /// How many colons there are with this line's.
  private static func cut(_ line: ArraySlice<UInt8>, _ bytes: inout [UInt8], after before: Int)
    -> Int
  {
    var count = before
    for index in line.indices where line[index] == UInt8(ascii: ":") {
      count += 1
      if count > colonsMost { bytes[index] = UInt8(ascii: " ") }
    }
    return count
  }
}
