/// Help for somebody who wrote a zone's name wrongly.
package enum ZoneNames {
  /// At most `limit` names that resemble this one, best first: case, separators and spelling are
  /// forgiven, and a city alone finds its zone.
  package static func nearMatches(to name: String, in names: [String], limit: Int = 3) -> [String] {
    let wanted = folded(name)
    guard !wanted.isEmpty else { return [] }
    let wantedCity = folded(city(of: name))
    var scored: [(score: Int, name: String)] = []
    for candidate in names {
      let whole = distance(wanted, folded(candidate))
      let cityOnly = 1 + distance(wantedCity, folded(city(of: candidate)))
      let score = min(whole, cityOnly)
      if score <= max(2, wantedCity.count / 3) { scored.append((score, candidate)) }
    }
    scored.sort { ($0.score, $0.name) < ($1.score, $1.name) }
    return scored.prefix(limit).map(\.name)
  }

  /// One sentence: `the zone "Europe/Berln" does not exist; did you mean Europe/Berlin?`
  package static func unknown(_ name: String, in names: [String]) -> TimekeepingFailure {
    let near = nearMatches(to: name, in: names)
    let help =
      near.isEmpty
      ? "expected a name like Europe/Berlin" : "did you mean \(near.joined(separator: " or "))?"
    return TimekeepingFailure("the zone \"\(name)\" does not exist; \(help)")
  }

  /// Whether a text could be the name of a zone file: never a path out of the folder.
  package static func isPlausible(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: 47, omittingEmptySubsequences: false)
    return !name.isEmpty && name.utf8.count <= 64
      && parts.allSatisfy { part in
        !part.isEmpty && part.first != 46
          && part.allSatisfy {
            $0.isLetter || $0.isDigit || $0 == 95 || $0 == 43 || $0 == 45 || $0 == 46
          }
      }
  }

  private static func city(of name: String) -> String {
    String(name.split(separator: "/").last ?? "")
  }

  private static func folded(_ name: String) -> [UInt8] {
    Array(name.lowercased().utf8.filter { $0.isLetter || $0.isDigit || $0 == 47 })
  }

  /// Levenshtein's distance.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, l) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, r) in right.enumerated() {
        let substituted = diagonal + (l == r ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}
