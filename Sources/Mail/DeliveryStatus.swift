/// Reads message/delivery-status (RFC 3464) and message/feedback-report (RFC 5965).
enum DeliveryStatus {
  struct Field {
    var name: String
    var value: String
  }

  /// Header fields, names in lower case; folded lines are joined.
  static func fields(_ text: String) -> [Field] {
    var fields: [Field] = []
    for line in text.split(whereSeparator: \.isNewline) {
      if line.first?.isWhitespace == true, let last = fields.indices.last {
        fields[last].value += " " + line.trimmed
      } else if let colon = line.firstIndex(of: ":") {
        let value = line[line.index(after: colon)...].trimmed
        fields.append(Field(name: line[..<colon].trimmed.lowercased(), value: value))
      }
    }
    return fields
  }

  /// The first `5.1.1` in what the server said (RFC 3463), where the status itself says nothing.
  private static func enhanced(_ diagnostic: String) -> String? {
    diagnostic.split(whereSeparator: { $0.isWhitespace || $0 == ";" || $0 == "#" }).first { word in
      let parts = word.split(separator: ".", omittingEmptySubsequences: false)
      return parts.count == 3 && ["2", "4", "5"].contains(parts[0])
        && parts.dropFirst().allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(\.isNumber) }
    }.map { String($0) }
  }

  /// Nil for what is no complaint, as a report that something is no junk (RFC 6430).
  static func complaint(_ text: String) -> ParsedMail.Bounce? {
    let fields = fields(text)
    func first(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
    let kind = first("feedback-type").lowercased()
    guard ["abuse", "fraud", "opt-out", "opt-out-list", "other"].contains(kind) else { return nil }
    var bounce = ParsedMail.Bounce()
    bounce.action = ParsedMail.Bounce.complained
    bounce.recipient = (first("original-rcpt-to").split(separator: ";").last ?? "").trimmed
      .lowercased().filter { $0 != "<" && $0 != ">" }
    return bounce
  }

  /// We send one recipient a mail, so the first recipient's fields count.
  static func bounce(_ text: String) -> ParsedMail.Bounce {
    let fields = fields(text)
    func first(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
    var bounce = ParsedMail.Bounce()
    bounce.action = first("action").lowercased()
    bounce.status = String(first("status").prefix { $0.isNumber || $0 == "." })
    if bounce.status.isEmpty || bounce.status.hasSuffix(".0.0") {
      bounce.status = enhanced(first("diagnostic-code")) ?? bounce.status
    }
    let recipient = first("original-recipient").isEmpty ? "final-recipient" : "original-recipient"
    bounce.recipient = (first(recipient).split(separator: ";").last ?? "").trimmed.lowercased()
    return bounce
  }
}
