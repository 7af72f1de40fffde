/// The head of an earlier mail, under which programs like Outlook put it whole and without marks.
enum QuotedHead {
  /// Fewer lines could be a person's.
  private static let fieldsLeast = 3

  /// Whether it begins with the first of these lines. Labels are told by their shape, since every
  /// language has its own; the commonest may be fewer, and stand under a separator alone.
  static func begins(_ lines: ArraySlice<MailLine>) -> Bool {
    guard let first = lines.first, !first.plain.isEmpty else { return false }
    guard isSeparator(first) else { return isHead(lines) }
    if Moment(first.plain).isWhole, first.plain.contains("@") { return true }
    let below = lines.dropFirst().drop { $0.plain.isEmpty }
    return below.first.map { isLabelled($0, from) || isLabelled($0, sent) } ?? false
      || isHead(below)
  }

  private static func isHead(_ lines: ArraySlice<MailLine>) -> Bool {
    let fields = lines.prefix(6).prefix { $0.isField }
    guard fields.count >= 2 else { return false }
    let whole = fields.map(\.plain).joined(separator: " ")
    let isTold =
      isLabelled(fields[fields.startIndex], from)
      && isLabelled(fields[fields.startIndex + 1], sent)
    if isTold, whole.contains("@") || Moment(whole).isWhole { return true }
    return fields.count >= fieldsLeast && whole.contains("@") && Moment(whole).isWhole
  }

  /// `-----Original Message-----` in any language, or a line drawn through.
  private static func isSeparator(_ line: MailLine) -> Bool {
    let plain = line.plain
    if plain.count >= 20, plain.allSatisfy({ $0 == "_" }) { return true }
    return plain.hasPrefix("----") && plain.hasSuffix("----") && plain.contains(where: \.isLetter)
  }

  private static let from = ["From", "Von", "De", "Da", "Van", "Från", "Fra", "Od", "От"]
  private static let sent = [
    "Sent", "Date", "Gesendet", "Datum", "Enviado", "Enviado el", "Envoyé", "To", "An", "Inviato",
    "Verzonden", "Skickat", "Sendt", "Wysłane", "Odesláno", "Отправлено",
  ]

  private static func isLabelled(_ line: MailLine, _ labels: [String]) -> Bool {
    labels.contains { line.plain.hasPrefix($0 + ":") || line.plain.hasPrefix($0 + " :") }
  }
}
