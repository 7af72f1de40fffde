/// What a mail's text is made of: what the person wrote just now, and what stands around it.
package struct QuotedText: Hashable, Sendable {
  /// Without quoted lines, the lines that announce them, everything below the head of a quoted
  /// mail, and what a signature holds. When nothing is left, the signature, else the whole text,
  /// for a person's words are never lost; empty where nothing but a marked quotation is there.
  package private(set) var words = ""
  /// What stands under a signature mark, or where telephones sign: the person's own all the same,
  /// and worth reading for a cry for help.
  package private(set) var signature = ""

  package static func cut(_ text: String) -> String { Self(text).words }

  /// In bytes of UTF-8. The middle of a longer text is not looked at, for anybody may send one that
  /// is all lines to be weighed: nobody writes so much, and who answers below a quotation is at its
  /// end.
  static let most = 128 * 1024
  private static let endLeast = 32 * 1024

  package init(_ text: String) {
    let text = Self.shortened(text)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { MailLine(String($0)) }
    var cutter = QuoteCutter(lines: lines)
    cutter.run()
    words = cutter.own.joined(separator: "\n").trimmed
    signature = cutter.signature.joined(separator: "\n").trimmed
    guard words.isEmpty else { return }
    words = signature.isEmpty && !cutter.isQuotationAlone ? text.trimmed : signature
    signature = ""
  }

  private static func shortened(_ text: String) -> String {
    guard text.utf8.count > most else { return text }
    let start = text.utf8.index(text.startIndex, offsetBy: most - endLeast)
    let end = text.utf8.index(text.endIndex, offsetBy: -endLeast)
    return text[..<start] + "\n" + text[end...]
  }
}

/// Goes through a mail's lines from above.
private struct QuoteCutter {
  let lines: [MailLine]
  private(set) var own: [String] = []
  private(set) var signature: [String] = []
  private var isSigned = false
  private var isAnnounced = false
  private var isCutAtHead = false

  init(lines: [MailLine]) { self.lines = lines }

  /// Nothing but lines marked as quoted, and the one that says whose they are.
  var isQuotationAlone: Bool { isAnnounced && !isCutAtHead }

  mutating func run() {
    let announced = Attribution.ranges(in: lines)
    var index = 0
    while index < lines.count {
      let line = lines[index]
      if QuotedHead.begins(lines[index...]) {
        isCutAtHead = true
        return
      }
      if let range = announced[index] {
        isAnnounced = true
        if isFollowedByUnmarkedQuote(range) {
          isCutAtHead = true
          return
        }
        index = range.upperBound
        continue
      }
      take(line)
      index += 1
    }
  }

  private mutating func take(_ line: MailLine) {
    if line.isSignatureMark {
      isSigned = true
    } else if isSigned || line.isOfDevice {
      if !line.isQuoted { signature.append(line.text) }
    } else if !line.isQuoted {
      own.append(line.text)
    } else if Attribution.isCertain([line]) {
      isAnnounced = true
    }
  }

  /// Some programs quote without a mark. Where somebody wrote above, what follows is the quotation;
  /// where nobody did, it is the answer.
  private func isFollowedByUnmarkedQuote(_ range: Range<Int>) -> Bool {
    guard Attribution.isCertain(lines[range]), own.contains(where: { !$0.trimmed.isEmpty }),
      let next = lines[range.upperBound...].first(where: { !$0.plain.isEmpty })
    else { return false }
    return !next.isQuoted
  }
}
