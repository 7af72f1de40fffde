internal import CGMime

/// What is found in the parts of a mail: its readable text, and a delivery status.
struct MailParts {
  var bounce: ParsedMail.Bounce?
  /// Of all parts that are shown one after another: a picture may stand between.
  private var shown: [String] = []
  /// Of the first part that is attached, for the mail that has no other.
  private var attached: String?
  /// Nesting that no honest mail has.
  private static let depthLimit = 20
  /// Of longer HTML the beginning, in bytes of UTF-8: its words come long before.
  private static let htmlMost = 512 * 1024

  /// Empty where no part has any.
  var text: String { shown.isEmpty ? attached ?? "" : shown.joined(separator: "\n") }

  mutating func collect(_ object: UnsafeMutablePointer<GMimeObject>?, depth: Int = 0) {
    guard let object = unsafe object, depth < Self.depthLimit else { return }
    if let multipart = unsafe kith_multipart(object) {
      unsafe collect(multipart, type(object), depth)
    } else if let inner = unsafe kith_inner_message(object) {
      // A message inside is somebody else's: only a bounce tells by it what it is about.
      unsafe note(messageID: borrowedText(g_mime_message_get_message_id(inner)))
    } else {
      unsafe collectLeaf(object)
    }
  }

  private mutating func collect(
    _ multipart: UnsafeMutablePointer<GMimeMultipart>, _ type: String, _ depth: Int
  ) {
    let count = unsafe g_mime_multipart_get_count(multipart)
    if count == 0 {
      // Its boundary is another than it says, or missing.
      show(unsafe borrowedText(g_mime_multipart_get_prologue(multipart)) ?? "")
    }
    let before = shown.count
    for index in 0..<count {
      unsafe collect(g_mime_multipart_get_part(multipart, index), depth: depth + 1)
      // The same in several forms, the plainest first (RFC 2046, 5.1.4): one is enough.
      if type == "multipart/alternative", shown.count > before { return }
    }
  }

  private mutating func collectLeaf(_ object: UnsafeMutablePointer<GMimeObject>) {
    switch unsafe type(object) {
    case "message/delivery-status": unsafe read(status: content(object))
    case "message/feedback-report":
      bounce = unsafe DeliveryStatus.complaint(content(object)) ?? bounce
    case "text/rfc822-headers", "message/rfc822-headers":
      let fields = DeliveryStatus.fields(unsafe content(object))
      note(messageID: fields.first { $0.name == "message-id" }?.value)
    case "text/plain": take(unsafe text(object), unsafe isAttached(object))
    case "text/html":
      let html = unsafe text(object)
      let end = html.utf8.index(
        html.startIndex, offsetBy: Self.htmlMost, limitedBy: html.endIndex)
      take(HTMLText.plain(String(html[..<(end ?? html.endIndex)])), unsafe isAttached(object))
    default: break
    }
  }

  private mutating func take(_ text: String, _ isAttached: Bool) {
    if !isAttached {
      show(text)
    } else if attached == nil {
      attached = text
    }
  }

  private mutating func show(_ text: String) {
    if !text.allSatisfy(\.isWhitespace) { shown.append(text) }
  }

  private mutating func note(messageID: String?) {
    guard bounce != nil, let messageID else { return }
    bounce?.messageID = messageID.filter { $0 != "<" && $0 != ">" }.trimmed
  }

  private mutating func read(status text: String) {
    bounce = DeliveryStatus.bounce(text)
  }

  // MARK: Leaves

  private func type(_ object: UnsafeMutablePointer<GMimeObject>) -> String {
    let type = unsafe g_mime_object_get_content_type(object)
    return unsafe takeText(g_mime_content_type_get_mime_type(type))?.lowercased() ?? ""
  }

  private func content(_ object: UnsafeMutablePointer<GMimeObject>) -> String {
    guard let part = unsafe kith_part(object) else { return "" }
    return unsafe String(decoding: takeBytes(kith_content(part)), as: UTF8.self)
  }

  private func isAttached(_ object: UnsafeMutablePointer<GMimeObject>) -> Bool {
    unsafe borrowedText(g_mime_object_get_disposition(object))?.lowercased() == "attachment"
  }

  /// Decoded by its charset.
  private func text(_ object: UnsafeMutablePointer<GMimeObject>) -> String {
    guard let part = unsafe kith_text_part(object) else { return "" }
    let bytes = unsafe kith_part(object).map { unsafe takeBytes(kith_content($0)) } ?? []
    // A text of C ends at a zero, and a person's words do not; in UTF-16 zeros are half the text.
    let charset = unsafe borrowedText(
      g_mime_object_get_content_type_parameter(object, "charset"))
    if bytes.contains(0), charset?.lowercased().hasPrefix("utf-8") ?? true {
      return String(decoding: bytes.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
    }
    return unsafe takeText(g_mime_text_part_get_text(part))
      ?? String(decoding: bytes, as: UTF8.self)
  }
}
