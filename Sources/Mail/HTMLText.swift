/// The readable text of a mail that has nothing but HTML.
enum HTMLText {
  /// Tags become nothing or line ends; quotations, styles and scripts go.
  static func plain(_ html: String) -> String {
    var text = ""
    var rest = html[...]
    var skipped: [String] = []
    while let open = rest.firstIndex(of: "<") {
      if skipped.isEmpty { text += unescaped(rest[..<open]) }
      guard let close = rest[open...].firstIndex(of: ">") else {
        rest = ""
        break
      }
      read(tag: rest[rest.index(after: open)..<close], &text, &skipped)
      rest = rest[rest.index(after: close)...]
    }
    if skipped.isEmpty { text += unescaped(rest) }
    return text
  }

  private static let silent: Set = ["blockquote", "style", "script", "head", "title"]
  private static let breaking: Set = [
    "br", "p", "div", "tr", "li", "h1", "h2", "h3", "table", "ul",
  ]

  private static func read(tag: Substring, _ text: inout String, _ skipped: inout [String]) {
    let isEnd = tag.first == "/"
    let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
    if silent.contains(name) {
      if !isEnd {
        skipped.append(name)
      } else if skipped.last == name {
        skipped.removeLast()
      }
    }
    if breaking.contains(name), skipped.isEmpty, text.last != "\n" || name == "br" { text += "\n" }
  }

  private static let entities = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "rsquo": "’",
    "lsquo": "‘", "ldquo": "“", "rdquo": "”", "hellip": "…", "ndash": "–", "mdash": "—",
  ]

  private static func unescaped(_ text: Substring) -> String {
    let pieces = text.filter { !$0.isNewline }.split(
      separator: "&", omittingEmptySubsequences: false)
    var result = String(pieces[0])
    for piece in pieces.dropFirst() {
      if let end = piece.firstIndex(of: ";"), let character = character(piece[..<end]) {
        result += character + piece[piece.index(after: end)...]
      } else {
        result += "&" + piece
      }
    }
    return result
  }

  private static func character(_ name: Substring) -> String? {
    guard name.first == "#" else { return entities[String(name)] }
    let digits = name.dropFirst()
    let isHex = digits.first == "x" || digits.first == "X"
    let number = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return number.flatMap(Unicode.Scalar.init).map { String($0) }
  }
}
