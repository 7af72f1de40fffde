/// Cuts off what the person did not write just now.
package enum QuotedText {
  /// Without quoted lines, the line that announces them, and everything after a signature or a
  /// forwarded head. When nothing is left, the whole text: a person's words are never lost.
  package static func cut(_ text: String) -> String {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { String($0) }
    var kept: [String] = []
    for (index, line) in lines.enumerated() {
      if endsEverything(line, next: lines.dropFirst(index + 1).first ?? "") { break }
      if !isQuoted(line) { kept.append(line) }
    }
    let result = withoutAttributions(kept).joined(separator: "\n").trimmed
    return result.isEmpty ? text.trimmed : result
  }

  private static func isQuoted(_ line: String) -> Bool { line.drop { $0 == " " }.first == ">" }

  /// The signature mark (RFC 3676, 4.3), or the head of a mail that is quoted below.
  private static func endsEverything(_ line: String, next: String) -> Bool {
    let plain = line.trimmed
    if line == "-- " || plain == "--" { return true }
    if plain.hasPrefix("-----") && plain.hasSuffix("-----") && plain.contains(" ") { return true }
    if plain.count >= 20 && plain.allSatisfy({ $0 == "_" }) { return true }
    if plain.hasPrefix("Sent from my ") || plain.hasPrefix("Get Outlook for ") { return true }
    return isField(plain, ["From", "Von", "De"])
      && isField(
        next.trimmed,
        [
          "Sent", "Date", "Gesendet",
          "Datum", "Enviado", "Envoyé", "To", "An",
        ])
  }

  private static func isField(_ line: String, _ names: [String]) -> Bool {
    let line = line.filter { $0 != "*" }
    return names.contains { line.hasPrefix($0 + ":") || line.hasPrefix($0 + " :") }
  }

  /// "On Mon, 3 May 2027 at 09:00, River House <…> wrote:", over one or two lines.
  private static func withoutAttributions(_ lines: [String]) -> [String] {
    var kept: [String] = []
    for line in lines {
      kept.append(line)
      guard ends(line) else { continue }
      if begins(line) {
        kept.removeLast()
      } else if kept.count > 1, begins(kept[kept.count - 2]) {
        kept.removeLast(2)
      }
    }
    return kept
  }

  private static func begins(_ line: String) -> Bool {
    let plain = line.trimmed
    let isOpening = ["On ", "Am ", "Le ", "El ", "Em ", "Il "].contains { plain.hasPrefix($0) }
    return isOpening && plain.contains(where: \.isNumber)
  }

  private static func ends(_ line: String) -> Bool {
    let plain = line.trimmed
    return ["wrote:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "escreveu:", "ha scritto:"]
      .contains { plain.hasSuffix($0) } || (plain.hasPrefix("Am ") && plain.contains(" schrieb "))
  }
}
