/// The known word that somebody who mistyped probably meant.
package enum NearMatch {
  /// The known words within two slips (a letter wrong, missing or too many), nearest first.
  package static func of(_ word: String, in known: [String]) -> [String] {
    let wanted = Array(word.lowercased().unicodeScalars)
    guard wanted.count <= 64 else { return [] }
    let limit = wanted.count <= 3 ? 1 : 2
    return known.enumerated()
      .map { (distance(wanted, Array($1.lowercased().unicodeScalars)), $0, $1) }
      .filter { $0.0 <= limit }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
      .map(\.2)
  }

  /// ` (did you mean "at"?)`, or nothing.
  package static func hint(for word: String, in known: [String]) -> String {
    of(word, in: known).first.map { " (did you mean \"\($0)\"?)" } ?? ""
  }

  /// Levenshtein's distance.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if abs(left.count - right.count) > 2 { return 3 }
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let change = min(diagonal + (a == b ? 0 : 1), row[j] + 1, row[j + 1] + 1)
        diagonal = row[j + 1]
        row[j + 1] = change
      }
    }
    return row[right.count]
  }
}
