/// The line that says whose words are quoted below: "On Mon, 3 May 2027 at 09:00, River House <…>
/// wrote:", in the language of whoever answers, over up to three lines.
enum Attribution {
  private static let linesMost = 3
  private static let lettersMost = 300

  /// Where they stand, by the index of their first line.
  static func ranges(in lines: [MailLine]) -> [Int: Range<Int>] {
    var found: [Int: Range<Int>] = [:]
    for end in lines.indices where isEnd(lines[end]) {
      var start = end
      while start >= 0, end - start < linesMost, isPossible(lines[start]) {
        let isOne = isAttribution(lines[start...end]) || isOpenedAndClosed(lines[start...end])
        if isOne,
          isCertain(lines[start...end]) || isBeforeQuote(lines[(end + 1)...])
            || isOpenedAndClosed(lines[start...end])
        {
          if start > 0, isSender(lines[start - 1]), !joined(lines[start...end]).contains("@") {
            start -= 1
          }
          found[start] = start..<end + 1
          break
        }
        start -= 1
      }
    }
    return found
  }

  /// Names an address, a day and a time: no person writes that before a colon.
  static func isCertain(_ lines: ArraySlice<MailLine>) -> Bool {
    let text = joined(lines)
    return text.contains("@") && Moment(text).isWhole
  }

  /// Names the address, where the line was broken behind it.
  private static func isSender(_ line: MailLine) -> Bool {
    isPossible(line) && line.plain.contains("@")
  }

  private static func isEnd(_ line: MailLine) -> Bool {
    isPossible(line) && [":", "\u{FF1A}"].contains(line.plain.last)
  }

  private static func isPossible(_ line: MailLine) -> Bool {
    !line.plain.isEmpty && !line.isQuoted && line.plain.count <= lettersMost
  }

  private static func isAttribution(_ lines: ArraySlice<MailLine>) -> Bool {
    Moment(joined(lines)).isWhole
  }

  /// Marked lines follow, or nothing at all.
  private static func isBeforeQuote(_ rest: ArraySlice<MailLine>) -> Bool {
    rest.first { !$0.plain.isEmpty }?.isQuoted ?? true
  }

  private static func joined(_ lines: ArraySlice<MailLine>) -> String {
    lines.map(\.plain).joined(separator: " ")
  }

  /// Without a time, by the words that programs use.
  private static func isOpenedAndClosed(_ lines: ArraySlice<MailLine>) -> Bool {
    guard lines.count <= 2, let first = lines.first?.plain, let last = lines.last?.plain,
      first.contains(where: \.isNumber)
    else { return false }
    return openings.contains { first.hasPrefix($0) } && closings.contains { last.hasSuffix($0) }
  }

  private static let openings = ["On ", "Am ", "Le ", "El ", "Em ", "Il ", "Op ", "Den "]
  private static let closings = [
    "wrote:", "schrieb:", "a écrit :", "a écrit\u{A0}:", "a écrit:", "escribió:", "escreveu:",
    "ha scritto:", "geschreven:", "skrev:",
  ]
}
