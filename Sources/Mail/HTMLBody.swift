/// The HTML part of a mail: the same words as its text part, in the reader's own font.
package enum HTMLBody {
  /// Paragraphs and lines as they stand; addresses of pages become links.
  package static func text(_ plain: String) -> String {
    let lines = plain.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { String($0).trimmed }
    let paragraphs = lines.split(whereSeparator: \.isEmpty)
      .map { "<p>" + $0.map(linked).joined(separator: "<br>\n") + "</p>" }
    return "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>\n"
      + paragraphs.joined(separator: "\n") + "\n</body></html>"
  }

  /// Words of a line; those that are addresses of pages can be followed.
  private static func linked(_ line: String) -> String {
    line.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard word.hasPrefix("https://") || word.hasPrefix("http://") else {
        return escaped(String(word))
      }
      let end = word.lastIndex { !".,;:!?)".contains($0) } ?? word.startIndex
      let url = escaped(String(word[...end]))
      return "<a href=\"\(url)\">\(url)</a>" + escaped(String(word[word.index(after: end)...]))
    }.joined(separator: " ")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}
