/// The readable text of a mail that has nothing but HTML.
enum HTMLText {
  /// Tags become blanks or line ends, quotations lines that begin with `>`; styles and scripts go.
  /// Nothing else is left out, however broken the HTML is.
  static func plain(_ html: String) -> String {
    var writer = HTMLTextWriter()
    var rest = html[...]
    // Ends that were looked for in vain: nobody looks for them twice.
    var missing: Set<String> = []
    while let open = rest.firstIndex(of: "<") {
      writer.write(rest[..<open])
      rest = rest[rest.index(after: open)...]
      guard isTag(rest) else {
        writer.write("<")
        continue
      }
      rest =
        rest.hasPrefix("!--")
        ? afterComment(rest, &missing) : afterTag(rest, &writer, &missing)
    }
    writer.write(rest)
    return writer.finished()
  }

  /// A letter, `/`, `!` or `?` follows; else it is a sign of the text (HTML, 13.2.5.6).
  private static func isTag(_ rest: Substring) -> Bool {
    rest.first.map { $0.isASCII && $0.isLetter || "/!?".contains($0) } ?? false
  }

  private static func afterComment(_ rest: Substring, _ missing: inout Set<String>) -> Substring {
    if !missing.contains("-->") {
      if let end = rest.firstRange(of: "-->") { return rest[end.upperBound...] }
      missing.insert("-->")
    }
    return rest[(rest.firstIndex(of: ">").map(rest.index(after:)) ?? rest.endIndex)...]
  }

  private static func afterTag(
    _ rest: Substring, _ writer: inout HTMLTextWriter, _ missing: inout Set<String>
  ) -> Substring {
    guard let close = rest.firstIndex(of: ">") else {
      writer.write(rest)
      return ""
    }
    let tag = rest[..<close]
    let after = rest[rest.index(after: close)...]
    let isEnd = tag.first == "/"
    let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
    writer.take(name, isEnd: isEnd)
    return !isEnd && raw.contains(name) ? afterRaw(name, after, &missing) : after
  }

  /// What is no text, up to its end tag (HTML, 13.1.2.6).
  private static let raw: Set = ["style", "script", "title"]

  private static func afterRaw(
    _ name: String, _ rest: Substring, _ missing: inout Set<String>
  ) -> Substring {
    if missing.contains(name) { return rest }
    var look = rest
    while let end = look.firstRange(of: "</") {
      look = look[end.upperBound...]
      if look.prefix(name.count).lowercased() == name { return rest[end.lowerBound...] }
    }
    missing.insert(name)
    return rest
  }
}

/// Puts text into lines.
private struct HTMLTextWriter {
  private var lines: [String] = []
  private var line = ""
  private var quoteDepth = 0
  private var wantsBlank = false

  mutating func take(_ name: String, isEnd: Bool) {
    switch name {
    case "blockquote":
      endLine()
      quoteDepth = max(0, quoteDepth + (isEnd ? -1 : 1))
    case "br": endLine(always: true)
    case "td", "th": wantsBlank = true
    case "p", "div", "tr", "li", "h1", "h2", "h3", "table", "ul", "ol", "hr", "body": endLine()
    default: break
    }
  }

  /// White space of any kind and length is one blank (CSS Text, 4.1.1).
  mutating func write(_ html: Substring) {
    for character in HTMLEntities.unescaped(html) {
      if character.isWhitespace, character != "\u{A0}" {
        wantsBlank = true
      } else {
        if wantsBlank, !line.isEmpty { line.append(" ") }
        wantsBlank = false
        line.append(character)
      }
    }
  }

  mutating func finished() -> String {
    endLine()
    return lines.joined(separator: "\n")
  }

  private mutating func endLine(always: Bool = false) {
    defer { wantsBlank = false }
    guard always || !line.isEmpty else { return }
    lines.append((quoteDepth > 0 ? "> " : "") + line)
    line = ""
  }
}
