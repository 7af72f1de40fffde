/// A line of a mail's text.
struct MailLine {
  /// As it stands.
  let text: String
  /// Without blanks at its ends, emphasis, and marks of writing direction.
  let plain: String

  init(_ text: String) {
    self.text = text
    let shown = text.unicodeScalars.filter {
      $0 != "*" && $0.properties.generalCategory != .format
    }
    plain = String(String.UnicodeScalarView(shown)).trimmed
  }

  /// Begins with `>`, and that is no face (`>:(`).
  var isQuoted: Bool {
    let line = text.drop { $0 == " " }
    guard line.first == ">" else { return false }
    return ![":", "_"].contains(line.dropFirst().first)
  }

  /// The mark before a signature (RFC 3676, 4.3), whose blank many programs take away.
  var isSignatureMark: Bool { text == "-- " || text.trimmed == "--" }

  /// `Label: value`, as heads of mails have them: a few words without digits, and a colon.
  var isField: Bool {
    guard let colon = plain.firstIndex(where: { $0 == ":" || $0 == "\u{FF1A}" }) else {
      return false
    }
    let label = plain[..<colon]
    return (1...20).contains(label.count) && !label.contains(where: \.isNumber)
      && label.split(separator: " ").count <= 3 && !label.contains("@") && !label.contains(",")
      && !plain[plain.index(after: colon)...].allSatisfy(\.isWhitespace)
  }

  /// What telephones and mail programs put under a mail: "Sent from my iPhone".
  var isOfDevice: Bool {
    guard plain.utf8.count <= 200 else { return false }
    let words = plain.split(whereSeparator: \.isWhitespace)
    guard (1...8).contains(words.count) else { return false }
    let line = plain.lowercased()
    let bytes = Array(line.utf8)
    return Self.devices.contains { $0.isIn(line, bytes) }
      && Self.sending.contains { $0.isIn(line, bytes) }
  }

  private static let sending: [Phrase] = [
    "sent from", "sent via", "sent with", "get ", "gesendet", "envoyé", "enviado", "enviada",
    "inviato", "verzonden", "verstuurd", "skickat", "sendt fra", "lähetetty", "wysłan",
    "odesláno", "trimis", "küldve", "отправлено", "надіслано", "gönderildi", "送信", "发自",
    "보냄", "נשלח", "أرسل",
  ]

  private static let devices: [Phrase] = [
    "iphon", "ipad", "android", "galaxy", "smartphone", "mobile", "my phone", "blackberry",
    "outlook", "yahoo", "gmail", "gmx", "web.de", "proton", "bluemail", "windows", "huawei",
    "xiaomi", "device", "telefon", "téléphone", "teléfono", "móvil", "celular", "handy",
  ]
}

/// Words that are looked for in many lines.
private struct Phrase: ExpressibleByStringLiteral {
  private let text: String
  private let bytes: [UInt8]
  private let isPlain: Bool

  init(stringLiteral text: String) {
    self.text = text
    bytes = Array(text.utf8)
    isPlain = bytes.allSatisfy { $0 < 0x80 }
  }

  /// As `line.contains(text)`, in a hundredth of the time where the words or the line are ASCII.
  func isIn(_ line: String, _ lineBytes: [UInt8]) -> Bool {
    guard isPlain else {
      return lineBytes.contains { $0 >= 0x80 } && line.contains(text)
    }
    guard lineBytes.count >= bytes.count else { return false }
    return (0...lineBytes.count - bytes.count).contains {
      lineBytes[$0] == bytes[0] && lineBytes[$0..<$0 + bytes.count].elementsEqual(bytes)
    }
  }
}
