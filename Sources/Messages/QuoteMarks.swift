/// Finds what a text puts between marks of quotation, of whatever language; apostrophes are none.
struct QuoteMarks {
  /// In words; one for each quotation that is closed.
  private(set) var closed: [Range<Int>] = []
  /// Nothing but blanks stands behind the last mark.
  private(set) var isAtEnd = false

  private var start = 0
  /// Marks that end it, while one is open.
  private var ends: String.UnicodeScalarView?
  /// Curly ones may stand in curly ones.
  private var depth = 0

  /// `words` are those taken so far.
  mutating func take(_ scalar: Unicode.Scalar, at words: Int) {
    if let ends, ends.contains(scalar), scalar != "\u{201C}" || depth == 1 {
      depth -= 1
      isAtEnd = true
      if depth == 0 { close(at: words) }
    } else if ends?.contains("\u{201D}") == true, scalar == "\u{201C}" {
      depth += 1
    } else if ends == nil, let marks = Self.pairs[scalar] {
      (start, ends, depth) = (words, marks.unicodeScalars, 1)
    } else if PlainScalars.kind(of: scalar) != .blank, PlainScalars.kind(of: scalar) != .lineEnd {
      isAtEnd = isAtEnd && Self.marks.contains(scalar)
    }
  }

  private mutating func close(at words: Int) {
    ends = nil
    if start < words { closed.append(start..<words) }
  }

  private static let marks = Set(pairs.keys).union(pairs.values.flatMap(\.unicodeScalars))

  private static let pairs: [Unicode.Scalar: String] = [
    "\"": "\"\u{201D}", "\u{201C}": "\u{201D}\"", "\u{201D}": "\u{201D}\"",
    "\u{201E}": "\u{201C}\u{201D}\"", "\u{00AB}": "\u{00BB}", "\u{00BB}": "\u{00AB}",
    "\u{300C}": "\u{300D}",
  ]
}
