/// Whether a text names a day and a time of day, in any language: by its digits alone.
struct Moment {
  private(set) var hasDay = false
  private(set) var hasTime = false

  var isWhole: Bool { hasDay && hasTime }

  init(_ text: String) {
    var runs: [(digits: Substring, after: Character?)] = []
    var rest = text[...]
    while let start = rest.firstIndex(where: Self.isDigit) {
      let digits = rest[start...].prefix(while: Self.isDigit)
      rest = rest[digits.endIndex...]
      runs.append((digits, rest.first))
    }
    for (index, run) in runs.enumerated() {
      let next = index + 1 < runs.count ? runs[index + 1] : nil
      let joins =
        next.map { $0.digits.startIndex == text.index(after: run.digits.endIndex) } ?? false
      if run.digits.count == 4, run.digits.hasPrefix("20") { hasDay = true }
      guard run.digits.count <= 2, joins, let next, let sign = run.after else { continue }
      if [":", ".", "h"].contains(sign), next.digits.count == 2 { hasTime = true }
      let isDay = ["/", ".", "-"].contains(sign) && next.digits.count <= 2 && next.after == sign
      if isDay, index + 2 < runs.count { hasDay = true }
    }
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
