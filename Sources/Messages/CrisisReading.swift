/// Whether a reply is a cry for help, and of what kind.
///
/// A false alarm costs a message, a lost call may cost a life: whatever is not an idiom and not
/// denied outright counts. What is denied ("I'm not suicidal") is no alarm, but no score either.
struct CrisisReading {
  let text: ReplyText
  let phrases: LanguagePhrases

  struct Finding {
    var card: CrisisCard
    var range: Range<Int>
  }

  struct Result {
    /// In order of weight: overdose, danger, withdrawal, general.
    var findings: [Finding] = []
    /// Something was named and denied.
    var isDenied = false
  }

  static let sections: [(PhraseSection, CrisisCard)] = [
    (.crisisOverdose, .overdose), (.crisisDanger, .danger),
    (.crisisWithdrawal, .withdrawal), (.crisisGeneral, .general),
  ]

  func find() -> Result {
    let harmless = phrases[.crisisHarmless].matches(text).map(\.range)
    let past = phrases[.crisisPast].matches(text).map(\.range)
    var result = Result()
    for (section, card) in Self.sections {
      for index in text.words.indices {
        guard let range = phrases[section].match(text, at: index)?.range else { continue }
        if harmless.contains(where: { $0.overlaps(range) }) { continue }
        if isDenied(range.lowerBound)
          || past.contains(where: { $0.overlaps(range) && isOver($0, besides: range) })
        {
          result.isDenied = true
        } else {
          result.findings.append(Finding(card: card, range: range))
        }
      }
    }
    return result
  }

  /// Words of trouble that are no idiom and not denied.
  func isTroubled() -> Bool {
    let harmless = phrases[.crisisHarmless].matches(text).map(\.range)
    return phrases[.trouble].matches(text).map(\.range).contains { range in
      !harmless.contains { $0.overlaps(range) } && !isDenied(range.lowerBound)
    }
  }

  /// Nothing in the clause but `found` says that it is not over, or that somebody would follow.
  private func isOver(_ past: Range<Int>, besides found: Range<Int>) -> Bool {
    let end = max(text.endOfClause(past.upperBound - 1), found.upperBound)
    return !(past.lowerBound..<end).contains {
      !found.contains($0) && phrases[.crisisPresent].match(text, at: $0) != nil
    }
  }

  /// A negator stands before it in the same clause, with nothing of weight between.
  private func isDenied(_ start: Int) -> Bool {
    var index = start - 1
    let first = max(0, start - ReplyText.lookBackMax)
    while index >= first, text.words[index].clause == text.words[start].clause {
      if phrases[.crisisNegators].match(text, at: index) != nil { return true }
      guard phrases[.crisisTransparent].match(text, at: index) != nil else { return false }
      index -= 1
    }
    return false
  }
}
