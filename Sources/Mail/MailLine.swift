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
    let words = plain.split(whereSeparator: \.isWhitespace)
    guard (1...8).contains(words.count) else { return false }
    let line = plain.lowercased()
    return Self.sending.contains { line.contains($0) }
      && Self.devices.contains { line.contains($0) }
  }

  private static let sending = [
    "sent from", "sent via", "sent with", "get ", "gesendet", "envoyé", "enviado", "enviada",
    "inviato", "verzonden", "verstuurd", "skickat", "sendt fra", "lähetetty", "wysłan",
    "odesláno", "trimis", "küldve", "отправлено", "надіслано", "gönderildi", "送信", "发自",
    "보냄", "נשלח", "أرسل",
  ]

  private static let devices = [
    "iphon", "ipad", "android", "galaxy", "smartphone", "mobile", "my phone", "blackberry",
    "outlook", "yahoo", "gmail", "gmx", "web.de", "proton", "bluemail", "windows", "huawei",
    "xiaomi", "device", "telefon", "téléphone", "teléfono", "móvil", "celular", "handy",
  ]
}
