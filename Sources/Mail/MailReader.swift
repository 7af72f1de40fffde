internal import CGMime

/// Reads what came in by mail.
package struct MailReader: Sendable {
  /// Longer mails are not read.
  package var limit = 4 * 1024 * 1024
  /// Of the mails it answers, the nearest.
  private static let referencesMost = 100

  package init() {}

  package func read(_ bytes: [UInt8]) throws(MailFailure) -> ParsedMail {
    guard bytes.count <= limit else { throw .tooLong(bytes: bytes.count, limit: limit) }
    guard let raw = unsafe MIMEObject.message(in: bytes),
      let object = unsafe MIMEObject(owning: raw),
      unsafe g_mime_header_list_get_count(g_mime_object_get_header_list(object.raw)) > 0
    else { throw .unreadable }
    var mail = unsafe headers(raw, object)
    var parts = MailParts()
    unsafe parts.collect(g_mime_message_get_mime_part(raw))
    mail.bounce = parts.bounce
    if mail.bounce != nil { mail.isAutomatic = true }
    mail.wholeText = parts.text
    let quoted = QuotedText(mail.wholeText)
    mail.text = quoted.words
    mail.signature = quoted.signature
    return mail
  }

  private func headers(_ raw: UnsafeMutablePointer<GMimeMessage>, _ object: borrowing MIMEObject)
    -> ParsedMail
  {
    let header = MailHeaders(object)
    var mail = ParsedMail()
    mail.from = unsafe Self.addresses(g_mime_message_get_from(raw)).first ?? ""
    mail.to = unsafe Self.addresses(g_mime_message_get_to(raw))
    unsafe mail.to += Self.addresses(g_mime_message_get_cc(raw))
    for name in ["Delivered-To", "X-Original-To"] {
      let address = header[name].lowercased()
      if !address.isEmpty, !mail.to.contains(address) { mail.to.append(address) }
    }
    mail.subject = unsafe borrowedText(g_mime_message_get_subject(raw)) ?? ""
    mail.messageID = unsafe borrowedText(g_mime_message_get_message_id(raw)) ?? ""
    mail.inReplyTo = Array(Self.messageIDs(header["In-Reply-To"]).prefix(Self.referencesMost))
    let references = Self.messageIDs(header["References"]).suffix(Self.referencesMost)
    for id in references.reversed() where !mail.inReplyTo.contains(id) {
      mail.inReplyTo.append(id)
    }
    mail.isAutomatic =
      header.areAutomatic(from: mail.from) || MailHeaders.announcesAbsence(mail.subject)
    return mail
  }

  private static func addresses(_ list: UnsafeMutablePointer<InternetAddressList>?) -> [String] {
    guard let list = unsafe list else { return [] }
    return (0..<(unsafe internet_address_list_length(list))).compactMap { index in
      unsafe borrowedText(kith_address(list, index))?.lowercased()
    }
  }

  /// What stands in angle brackets (RFC 5322, 3.6.4), in its order.
  static func messageIDs(_ text: String) -> [String] {
    text.split(separator: "<").compactMap { piece in
      guard let end = piece.firstIndex(of: ">") else { return nil }
      return String(piece[..<end])
    }
  }
}
