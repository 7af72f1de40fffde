/// Reads message/delivery-status (RFC 3464).
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

  /// We send one recipient a mail, so the first recipient's fields count.
  static func bounce(_ text: String) -> ParsedMail.Bounce {
    let fields = fields(text)
    func first(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
    var bounce = ParsedMail.Bounce()
    bounce.action = first("action").lowercased()
    bounce.status = String(first("status").prefix { $0.isNumber || $0 == "." })
    let recipient = first("original-recipient").isEmpty ? "final-recipient" : "original-recipient"
    bounce.recipient = (first(recipient).split(separator: ";").last ?? "").trimmed.lowercased()
    return bounce
  }
}
