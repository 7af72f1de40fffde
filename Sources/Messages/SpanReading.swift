/// How long: `3d`, `3 days`, `for two weeks`, `a week`.
struct SpanReading {
  let text: ReplyText
  let phrases: LanguagePhrases

  /// Counts beyond this are no pause anybody means.
  static let countMax = 366

  /// The span in `range` as number and unit (`m`, `h`, `d`, `w`), or nil where there is none, or
  /// something else beside it.
  func find(_ range: Range<Int>) -> String? {
    var found: String?
    for index in range {
      if let joined = joined(text.words[index].text) {
        found = found ?? joined
      } else if let unit = phrases[.spans].match(text, at: index)?.value {
        found = found ?? written(count(before: index, from: range.lowerBound), unit)
      } else if !isPassable(index) {
        return nil
      }
    }
    return found
  }

  private func isPassable(_ index: Int) -> Bool {
    text.words[index].number != nil
      || [.numbers, .spanFillers, .fillers].contains { phrases[$0].match(text, at: index) != nil }
  }

  private func joined(_ word: String) -> String? {
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty else { return nil }
    let rest = phrases.annotated(ReplyText(String(word.dropFirst(digits.count))))
    guard let count = Int(digits), rest.words.count == 1,
      let match = phrases[.spans].match(rest, at: 0)
    else { return nil }
    return match.value.flatMap { written(count, $0) }
  }

  private func count(before index: Int, from start: Int) -> Int {
    guard index > start else { return 1 }
    let word = text.words[index - 1]
    if let number = word.number { return number }
    return phrases[.numbers].match(text, at: index - 1)?.value.flatMap { Int($0) } ?? 1
  }

  /// Months are given as 30 days each.
  private func written(_ count: Int, _ unit: String) -> String? {
    guard (1...Self.countMax).contains(count) else { return nil }
    return unit == "mo" ? "\(count * 30)d" : "\(count)\(unit)"
  }
}
