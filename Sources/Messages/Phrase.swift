/// One line of a phrase list: words in order, as replies are taken apart.
///
/// `a|b` takes either, `word*` any word that begins so, `?word` may be missing, `...` stands for at
/// most five words of the same clause, `<many>` for a number of five or more. After ` = ` stands
/// what the phrase means, where a list asks for it.
struct Phrase: Sendable {
  enum Piece: Sendable {
    case word([Alternative], isOptional: Bool)
    case gap
    /// A number of at least `manyMin`.
    case many
  }
  struct Alternative: Hashable, Sendable {
    var text: String
    var isStem: Bool

    func matches(_ word: String) -> Bool { isStem ? word.hasPrefix(text) : word == text }
  }

  let pieces: [Piece]
  let value: String?

  /// Words `...` may stand for.
  static let gapMax = 5
  static let manyMin = 5

  /// Nil where the line is no phrase: nothing on it, or no plain word at its beginning and end.
  init?(_ line: Substring) {
    let sides = line.split(separator: "=", maxSplits: 1)
    guard let left = sides.first else { return nil }
    value = sides.count > 1 ? sides[1].split(separator: " ").joined(separator: " ") : nil
    var pieces: [Piece] = []
    for item in left.split(separator: " ") {
      guard let more = Self.pieces(item) else { return nil }
      pieces += more
    }
    guard case .word(_, isOptional: false)? = pieces.first else { return nil }
    if case .gap? = pieces.last { return nil }
    self.pieces = pieces
  }

  /// What may stand first.
  var openings: [Alternative] {
    if case .word(let alternatives, _)? = pieces.first { alternatives } else { [] }
  }

  /// Every whole word in it.
  var words: [String] {
    pieces.flatMap { piece -> [String] in
      guard case .word(let alternatives, _) = piece else { return [] }
      return alternatives.filter { !$0.isStem }.map(\.text)
    }
  }

  /// Index after the last word matched from `start`, as far as the phrase reaches.
  func match(_ words: [ReplyText.Word], at start: Int) -> Int? {
    match(words, start, piece: 0, clause: words[start].clause)
  }

  private func match(
    _ words: [ReplyText.Word], _ index: Int, piece: Int, clause: Int
  ) -> Int? {
    guard piece < pieces.count else { return index }
    switch pieces[piece] {
    case .word(let alternatives, let isOptional):
      if index < words.count, alternatives.contains(where: { $0.matches(words[index].text) }),
        let end = match(words, index + 1, piece: piece + 1, clause: clause)
      {
        return end
      }
      return isOptional ? match(words, index, piece: piece + 1, clause: clause) : nil
    case .many:
      guard index < words.count, let number = words[index].number, number >= Self.manyMin else {
        return nil
      }
      return match(words, index + 1, piece: piece + 1, clause: clause)
    case .gap:
      for skipped in 0...Self.gapMax {
        guard index + skipped < words.count, words[index + skipped].clause == clause else {
          return nil
        }
        if let end = match(words, index + skipped, piece: piece + 1, clause: clause) {
          return end
        }
      }
      return nil
    }
  }

  private static func pieces(_ item: Substring) -> [Piece]? {
    if item == "..." { return [.gap] }
    if item == "<many>" { return [.many] }
    let isOptional = item.hasPrefix("?")
    let choices = (isOptional ? item.dropFirst() : item).split(separator: "|")
    if choices.count == 1, !isOptional {
      return plainWords(choices[0])?.map { .word([$0], isOptional: false) }
    }
    var alternatives: [Alternative] = []
    for choice in choices {
      guard let words = plainWords(choice), words.count == 1 else { return nil }
      alternatives += words
    }
    return alternatives.isEmpty ? nil : [.word(alternatives, isOptional: isOptional)]
  }

  private static func plainWords(_ text: Substring) -> [Alternative]? {
    let isStem = text.hasSuffix("*")
    let words = ReplyText(String(isStem ? text.dropLast() : text)).words
    guard !words.isEmpty, !isStem || words.count == 1 else { return nil }
    if isStem, words[0].text.utf8.count < 3 { return nil }
    return words.map { Alternative(text: $0.text, isStem: isStem) }
  }
}
