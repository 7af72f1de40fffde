/// A reply taken apart: words without case, accents, disguise or punctuation, and where its
/// sentences end.
struct ReplyText: Sendable {
  struct Word: Sendable {
    /// Letters and digits in lower case, or one pictograph.
    var text: String
    /// Rises at each full stop, question mark, exclamation mark, semicolon and line end.
    var sentence: Int
    /// Rises with `sentence`, and at commas.
    var clause: Int
    /// The sign that ties it to the word before (`/` in `8/10`, `:` in `22:00`), or nil for blanks.
    var glue: Unicode.Scalar?
    /// Written in capitals only.
    var isShouted: Bool
    /// Between marks of quotation, and other words are not: somebody else's, as a rule.
    var isQuoted = false
    /// The phrases of one language that may begin here; see `LanguagePhrases.annotated`.
    var openings: [PhraseOpening] = []
    /// The sections those phrases are of.
    var sections: UInt64 = 0

    var isPictograph: Bool {
      text.unicodeScalars.first.map { PlainScalars.kind(of: $0) == .pictograph } ?? false
    }

    /// A whole number of at most six digits.
    var number: Int? {
      text.utf8.count <= 6 && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }
  }

  var words: [Word] = []
  /// How many words stand before the first mark of quotation that is closed, or nil without one.
  private(set) var wordsBeforeQuote: Int?
  /// It ends with the end of a quotation.
  private(set) var endsQuoted = false

  /// Of a longer text the middle is not read, so that no text holds up everybody else's.
  static let wordsMax = 2000
  static let lastWordsMin = 500

  /// Looking back in a clause ends here, so that it takes bounded time.
  static let lookBackMax = 60

  init(_ text: String) {
    var splitter = WordSplitter()
    var quotes = QuoteMarks()
    for scalar in PlainScalars.of(text) {
      splitter.take(scalar)
      quotes.take(scalar, at: splitter.wordsSoFar)
    }
    words = splitter.finished()
    mark(quotes)
    if words.count > Self.wordsMax {
      words.removeSubrange((Self.wordsMax - Self.lastWordsMin)..<(words.count - Self.lastWordsMin))
    }
  }

  init(words: [Word]) { self.words = words }

  private mutating func mark(_ quotes: QuoteMarks) {
    wordsBeforeQuote = quotes.closed.first?.lowerBound
    endsQuoted = quotes.isAtEnd
    for range in quotes.closed where quotes.closed != [0..<words.count] {
      for index in range { words[index].isQuoted = true }
    }
  }

  /// Without what it quotes; a text that is a quotation as a whole stays.
  var ownWords: ReplyText {
    words.contains(where: \.isQuoted) ? ReplyText(words: words.filter { !$0.isQuoted }) : self
  }

  /// The words from `range`, as a phrase list would write them.
  func plain(_ range: Range<Int>) -> String {
    words[range].map(\.text).joined(separator: " ")
  }

  /// Whether the word at `index` begins a sentence.
  func beginsSentence(_ index: Int) -> Bool {
    index == 0 || words[index - 1].sentence != words[index].sentence
  }

  /// Index after the last word of the clause that `index` is in.
  func endOfClause(_ index: Int) -> Int {
    var end = index
    while end < words.count, words[end].clause == words[index].clause { end += 1 }
    return end
  }
}

/// Collects scalars into words.
private struct WordSplitter {
  private var words: [ReplyText.Word] = []
  private var current = String.UnicodeScalarView()
  private var hasLower = false
  private var hasUpper = false
  private var sentence = 0
  private var clause = 0
  private var glue: Unicode.Scalar?
  private var before: Unicode.Scalar = " "
  /// What stood before the last mark, and before the current word.
  private var beforeMark: Unicode.Scalar = " "
  private var beforeWord: Unicode.Scalar = " "
  /// A full stop that ends a sentence only if no digit follows at once (`6.5`).
  private var pending: Unicode.Scalar?

  mutating func take(_ scalar: Unicode.Scalar) {
    switch PlainScalars.kind(of: scalar) {
    case .letter, .digit: takeWordScalar(scalar)
    case .apostrophe: break
    case .pictograph:
      endWord()
      settlePending()
      current.append(scalar)
      endWord()
    case .blank:
      endWord()
      settlePending()
    case .lineEnd:
      endWord()
      endSentence()
    case .mark: takeMark(scalar)
    }
    if scalar != "'" { before = scalar }
  }

  /// Words taken, the one that has only begun included.
  var wordsSoFar: Int { words.count + (current.isEmpty ? 0 : 1) }

  mutating func finished() -> [ReplyText.Word] {
    endWord()
    return words
  }

  private mutating func takeWordScalar(_ scalar: Unicode.Scalar) {
    let isDigit = PlainScalars.kind(of: scalar) == .digit
    if let mark = pending {
      // "6.5" stays together; "Stop.Please" does not.
      if mark != "." || !isDigit || !lastIsNumber { settlePending() } else { pending = nil }
    }
    if isDigit, current.isEmpty, before == "<", scalar == "3" {
      current.append("\u{2764}")
      endWord()
      return
    }
    if current.isEmpty { beforeWord = before }
    if PlainScalars.isUpper(scalar) { hasUpper = true } else if !isDigit { hasLower = true }
    current.append(PlainScalars.lower(scalar))
  }

  private var lastIsNumber: Bool { words.last?.number != nil }

  private mutating func takeMark(_ scalar: Unicode.Scalar) {
    endWord()
    settlePending()
    switch scalar {
    case ".": pending = scalar
    case "!", "?", ";", "\u{3002}": endSentence()
    case ",": clause += 1
    default: break
    }
    glue = scalar
    beforeMark = before
  }

  private mutating func settlePending() {
    if pending != nil { endSentence() }
  }

  private mutating func endSentence() {
    pending = nil
    sentence += 1
    clause += 1
  }

  /// ":D" and ":3" are faces, not words; "Score:3" is none.
  private func isFace(_ text: String) -> Bool {
    (beforeWord == ":" || beforeWord == ";") && text.utf8.count == 1
      && PlainScalars.kind(of: beforeMark) == .blank
  }

  private mutating func endWord() {
    guard !current.isEmpty else { return }
    let text = String(current)
    current = String.UnicodeScalarView()
    defer {
      glue = nil
      hasLower = false
      hasUpper = false
    }
    if isFace(text) { return }
    words.append(
      ReplyText.Word(
        text: text, sentence: sentence, clause: clause, glue: glue,
        isShouted: hasUpper && !hasLower))
  }
}
