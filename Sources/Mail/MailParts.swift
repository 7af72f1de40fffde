internal import CGMime

/// What is found in the parts of a mail: the first readable text, and a delivery status.
struct MailParts {
  var plain: String?
  var html: String?
  var bounce: ParsedMail.Bounce?
  /// Nesting that no honest mail has.
  private static let depthLimit = 20

  mutating func collect(_ object: UnsafeMutablePointer<GMimeObject>?, depth: Int = 0) {
    guard let object = unsafe object, depth < Self.depthLimit else { return }
    if let multipart = unsafe kith_multipart(object) {
      for index in 0..<(unsafe g_mime_multipart_get_count(multipart)) {
        unsafe collect(g_mime_multipart_get_part(multipart, index), depth: depth + 1)
      }
    } else if let inner = unsafe kith_inner_message(object) {
      // A message inside is somebody else's: only a bounce tells by it what it is about.
      unsafe note(messageID: borrowedText(g_mime_message_get_message_id(inner)))
    } else {
      unsafe collectLeaf(object)
    }
  }

  private mutating func collectLeaf(_ object: UnsafeMutablePointer<GMimeObject>) {
    switch unsafe type(object) {
    case "message/delivery-status": unsafe read(status: content(object))
    case "text/rfc822-headers", "message/rfc822-headers":
      let fields = DeliveryStatus.fields(unsafe content(object))
      note(messageID: fields.first { $0.name == "message-id" }?.value)
    case "text/plain": if plain == nil { plain = unsafe text(object) }
    case "text/html": if html == nil { html = unsafe text(object) }
    default: break
    }
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

  /// Decoded by its charset; nil for an attachment.
  private func text(_ object: UnsafeMutablePointer<GMimeObject>) -> String? {
    let disposition = unsafe borrowedText(g_mime_object_get_disposition(object))?.lowercased()
    if disposition == "attachment" { return nil }
    guard let part = unsafe kith_text_part(object) else { return nil }
    return unsafe takeText(g_mime_text_part_get_text(part)) ?? content(object)
  }
}
