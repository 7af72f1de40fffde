import Messages

/// What placeholders stand for while one request is being made.
struct Values {
  /// Defaults and settings of the gateway by name.
  var settings: [String: String]
  var gateway = ""
  var from = ""
  var publicURL = ""
  /// Mail to `local+anything@domain` arrives where mail to `from` does (RFC 5233).
  var plusAddresses = false
  /// Appended to the hook's URL where the definition proves callbacks by a word in the query.
  var hookQuery: String?
  /// National tables that the provider can send with.
  var shiftTables: [NamedShiftTable] = []
  var message: OutgoingMessage?
  var nowMilliseconds: Int64 = 0
  var since = ""
  var cursor = ""
  /// Seconds.
  var hold = 0
  var providerID = ""

  subscript(_ name: PlaceholderText.Name) -> String {
    switch name {
    case .setting(let name): settings[name] ?? ""
    case .message(let placeholder): value(placeholder)
    }
  }

  private func value(_ placeholder: MessagePlaceholder) -> String {
    switch placeholder {
    case .gateway: gateway
    case .from: from
    case .fromDigits: Self.digits(from)
    case .fromAddress: MailAddress.address(from)
    case .hookURL: hookURL
    case .since: since
    case .cursor: cursor
    case .hold: String(hold)
    case .holdMilliseconds: String(hold * 1000)
    case .providerID: providerID
    default: message.map { value(placeholder, of: $0) } ?? ""
    }
  }

  private func value(_ placeholder: MessagePlaceholder, of message: OutgoingMessage) -> String {
    switch placeholder {
    case .reference: message.reference
    case .to: message.to
    case .toDigits: Self.digits(message.to)
    case .text: message.text
    case .subject: message.subject ?? ""
    case .attempt: String(message.attempt)
    case .callbackURL: callbackURL(message.reference)
    case .threadReference: message.threadReference ?? ""
    case .unsubscribeURL: message.unsubscribeURL ?? ""
    case .oneClick: message.unsubscribeURL == nil ? "" : "List-Unsubscribe=One-Click"
    case .messageID: messageID(message.reference)
    case .replyTo: replyTo(message.reference) ?? ""
    case .threadMessageID: message.threadReference.map(messageID) ?? ""
    case .validSeconds: message.validSeconds.map { String($0) } ?? ""
    case .validMilliseconds: message.validSeconds.map { String($0 * 1000) } ?? ""
    case .validMinutes: message.validSeconds.map { String(max(1, $0 / 60)) } ?? ""
    case .validUntil:
      message.validSeconds.map { Stamp.iso(milliseconds: nowMilliseconds + Int64($0) * 1000) } ?? ""
    case .textUCS2: Self.hexUTF16(message.text)
    case .shiftTable: shiftTable(message.text)
    case .from, .fromDigits, .fromAddress, .gateway, .hookURL, .since, .cursor,
      .hold, .holdMilliseconds, .providerID:
      ""
    }
  }

  func measure(_ text: String) -> SMSText.Measure {
    SMSText.measure(text, tables: shiftTables.map(\.table))
  }

  private func shiftTable(_ text: String) -> String {
    guard let table = measure(text).table else { return "" }
    return shiftTables.first { $0.table == table }?.name ?? ""
  }

  /// `{public_url}/hooks/{gateway}`.
  private var hookURL: String {
    guard !publicURL.isEmpty else { return "" }
    let hook = publicURL + "/hooks/" + PercentEncoding.component(gateway)
    return hookQuery.map { hook + "?" + $0 } ?? hook
  }

  private func callbackURL(_ reference: String) -> String {
    guard !publicURL.isEmpty else { return "" }
    return hookURL + (hookQuery == nil ? "?" : "&") + "ref=" + PercentEncoding.component(reference)
  }

  /// `<reference@domain>`, the domain being that of the sender's address.
  private func messageID(_ reference: String) -> String {
    guard let at = from.lastIndex(of: "@") else { return "" }
    let domain = from[from.index(after: at)...].prefix { $0 != ">" && $0 != " " }
    return domain.isEmpty ? "" : "<\(reference)@\(domain)>"
  }

  /// The sender's address with the reference in it, so that an answer and a bounce tell what they
  /// are about; nil where such mail does not arrive, or the sender is no address.
  func replyTo(_ reference: String) -> String? {
    let address = MailAddress.address(from)
    guard plusAddresses, let at = address.lastIndex(of: "@") else { return nil }
    return "\(address[..<at])+\(reference)\(address[at...])"
  }

  private static func digits(_ number: String) -> String {
    number.hasPrefix("+") ? String(number.dropFirst()) : number
  }

  private static func hexUTF16(_ text: String) -> String {
    var hex: [UInt8] = []
    for unit in text.utf16 {
      for shift in [12, 8, 4, 0] {
        let digit = UInt8((unit >> UInt16(shift)) & 0xF)
        hex.append(digit < 10 ? 0x30 + digit : 0x41 + digit - 10)
      }
    }
    return String(decoding: hex, as: UTF8.self)
  }
}
