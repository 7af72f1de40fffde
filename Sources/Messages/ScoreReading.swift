/// The one number a short text gives as a score.
struct ScoreReading {
  let text: ReplyText
  let phrases: LanguagePhrases
  /// What `/10` and "out of 10" must name.
  let highest: Int

  /// Nil where there is none, where there are two, where it counts something ("3 beers"), where it
  /// is part of a time, an amount or a fraction, and where unknown words stand before it.
  func find() -> (score: Int, range: Range<Int>)? {
    var found: (score: Int, range: Range<Int>)?
    var index = 0
    while index < text.words.count {
      if let number = number(index) {
        guard let end = endOfScore(number), found == nil || found?.score == number.value else {
          return nil
        }
        found = found ?? (number.value, index..<end)
        index = end
      } else if let passed = passable(index) {
        index = passed
      } else if let found, text.words[index].clause != text.words[found.range.lowerBound].clause {
        // What follows in a clause of its own is no matter, unless it has numbers.
        guard !(index..<text.words.count).contains(where: { number($0) != nil }) else {
          return nil
        }
        return found
      } else {
        return nil
      }
    }
    return found
  }

  private typealias Number = (value: Int, range: Range<Int>)

  private func number(_ index: Int) -> Number? {
    let word = text.words[index]
    if let number = word.number { return (number, index..<index + 1) }
    if word.text.hasSuffix("ish"), let number = Int(word.text.dropLast(3)) {
      return (number, index..<index + 1)
    }
    guard let match = phrases[.numbers].match(text, at: index),
      let value = match.value.flatMap({ Int($0) })
    else { return nil }
    return (value, match.range)
  }

  /// Index after the score and its "/10", or nil where the number is something else.
  private func endOfScore(_ number: Number) -> Int? {
    guard isClean(number.range.lowerBound) else { return nil }
    var end = number.range.upperBound
    if end < text.words.count, let denominator = denominator(end) {
      guard denominator.value == highest else { return nil }
      end = denominator.range.upperBound
    }
    return end
  }

  /// No sign before it that makes it an amount, a time, a decimal or less than nothing.
  private func isClean(_ index: Int) -> Bool {
    guard let glue = text.words[index].glue else { return true }
    if index == 0 { return !"-$£€.:<>".unicodeScalars.contains(glue) }
    let followsNumber = number(index - 1) != nil
    return !"$£€<>".unicodeScalars.contains(glue)
      && !(followsNumber && ".:-".unicodeScalars.contains(glue))
  }

  /// The 10 of "/10", "out of 10", "of 10".
  private func denominator(_ index: Int) -> Number? {
    if text.words[index].glue == "/" { return number(index) }
    var index = index
    if text.words[index].text == "out" { index += 1 }
    guard index + 1 < text.words.count, text.words[index].text == "of" else { return nil }
    return number(index + 1)
  }

  private func passable(_ index: Int) -> Int? {
    let match =
      phrases[.about].match(text, at: index) ?? phrases[.fillers].match(text, at: index)
      ?? phrases[.yes].match(text, at: index)
    if let match { return match.range.upperBound }
    if phrases[.troubleSigns].match(text, at: index) != nil { return index + 1 }
    // "Not great, 4"; but "no 2" may be anything.
    guard let no = phrases[.no].match(text, at: index), no.range.count > 1 else { return nil }
    return no.range.upperBound
  }
}
