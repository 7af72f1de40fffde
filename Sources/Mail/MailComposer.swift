internal import CGMime
package import Messages

/// Makes a mail (RFC 5322, MIME) of a rendered message.
package struct MailComposer: Sendable {
  /// The envelope's sender and the From header, an addr-spec; its domain is our Message-IDs'.
  package var from: String
  package var fromName: String?
  /// Where answers go when it is not `from`, an addr-spec.
  package var replyTo: String?

  package init(from: String, fromName: String? = nil, replyTo: String? = nil) {
    self.from = from
    self.fromName = fromName
    self.replyTo = replyTo
  }

  /// The mail's bytes with CRLF line ends. The same message gives the same Message-ID, whatever the
  /// attempt, so a reader's program shows one that came twice once.
  ///
  /// - Parameters:
  ///   - html: The same text once more as HTML, or nil.
  ///   - seconds: The Date header, in seconds since 1970.
  package func compose(_ message: OutgoingMessage, html: String? = nil, at seconds: Int64)
    throws(MailFailure) -> [UInt8]
  {
    MIMEObject.library
    guard let domain = Self.domain(of: from) else { throw .badAddress(of: "sender's") }
    guard Self.domain(of: message.to) != nil else { throw .badAddress(of: "recipient's") }
    guard let raw = unsafe g_mime_message_new(0), let mail = unsafe MIMEObject(owning: raw) else {
      throw .unreadable
    }
    unsafe address(raw, message)
    unsafe g_mime_message_set_message_id(raw, message.reference + "@" + domain)
    unsafe date(raw, seconds)
    Self.setHeaders(mail, message, domain)
    unsafe Self.setBody(raw, message, html)
    return mail.bytes
  }

  private func address(_ raw: UnsafeMutablePointer<GMimeMessage>, _ message: OutgoingMessage) {
    unsafe g_mime_message_add_mailbox(
      raw, GMIME_ADDRESS_TYPE_FROM, fromName.map(Self.oneLine), from)
    unsafe g_mime_message_add_mailbox(raw, GMIME_ADDRESS_TYPE_TO, nil, message.to)
    if let replyTo, Self.domain(of: replyTo) != nil {
      unsafe g_mime_message_add_mailbox(raw, GMIME_ADDRESS_TYPE_REPLY_TO, nil, replyTo)
    }
    unsafe g_mime_message_set_subject(raw, Self.oneLine(message.subject ?? ""), "utf-8")
  }

  private func date(_ raw: UnsafeMutablePointer<GMimeMessage>, _ seconds: Int64) {
    guard let date = unsafe g_date_time_new_from_unix_utc(Int(seconds)) else { return }
    unsafe g_mime_message_set_date(raw, date)
    unsafe g_date_time_unref(date)
  }

  /// A line of a header has at most 998 octets (RFC 5322, 2.1.1).
  private static let urlMost = 950

  /// Auto-Submitted (RFC 3834, 5) keeps other machines from answering; one click unsubscribes (RFC
  /// 8058).
  private static func setHeaders(
    _ mail: borrowing MIMEObject, _ message: OutgoingMessage, _ domain: String
  ) {
    mail.set("Auto-Submitted", "auto-generated")
    if let thread = message.threadReference, thread != message.reference {
      mail.set("In-Reply-To", "<\(thread)@\(domain)>")
      mail.set("References", "<\(thread)@\(domain)>")
    }
    if let url = message.unsubscribeURL, url.utf8.count < urlMost,
      url.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != 0x3e })
    {
      mail.setWhole("List-Unsubscribe", "<\(url)>")
      mail.set("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    }
  }

  // MARK: The body

  private static func setBody(
    _ raw: UnsafeMutablePointer<GMimeMessage>, _ message: OutgoingMessage, _ html: String?
  ) {
    guard let plain = text(message.text, "plain") else { return }
    guard let html, let rich = text(html, "html") else {
      return unsafe g_mime_message_set_mime_part(raw, plain.raw)
    }
    guard let multipart = unsafe g_mime_multipart_new_with_subtype("alternative"),
      let both = unsafe MIMEObject(owning: multipart)
    else { return }
    unsafe g_mime_multipart_set_boundary(multipart, "kith-" + message.reference)
    unsafe g_mime_multipart_add(multipart, plain.raw)
    unsafe g_mime_multipart_add(multipart, rich.raw)
    unsafe g_mime_message_set_mime_part(raw, both.raw)
  }

  /// Quoted-printable, so that no line is too long and none is changed on the way.
  private static func text(_ text: String, _ subtype: String) -> MIMEObject? {
    guard let raw = unsafe g_mime_text_part_new_with_subtype(subtype),
      let part = unsafe MIMEObject(owning: raw)
    else { return nil }
    unsafe g_mime_text_part_set_charset(raw, "utf-8")
    unsafe kith_set_content(kith_part(part.raw), lines(text))
    unsafe g_mime_part_set_content_encoding(
      kith_part(part.raw), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
    return part
  }

  /// Line ends as GMime expects them, one at the end.
  private static func lines(_ text: String) -> String {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n").filter { $0 != "\0" } + "\n"
  }

  // MARK: What may stand in a header

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || ($0.asciiValue ?? 32) < 32 ? " " : $0 })
  }

  private static func domain(of address: String) -> String? {
    let forbidden = Set("<>()[]:;,\\\" \t\r\n\0".utf8)
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
      !address.utf8.contains(where: forbidden.contains)
    else { return nil }
    return String(parts[1])
  }
}
