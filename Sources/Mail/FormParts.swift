internal import CGMime

/// Takes a multipart/form-data body apart (RFC 7578).
package enum FormParts {
  /// More than any provider sends.
  static let partsMost = 512

  /// The fields in their order; nil where the body is not what its type says.
  package static func read(_ body: [UInt8], type: String) -> [(name: String, bytes: [UInt8])]? {
    // A line end in the type could begin another header.
    guard !type.utf8.contains(where: { $0 < 0x20 }) else { return nil }
    let whole = Array("MIME-Version: 1.0\r\nContent-Type: \(type)\r\n\r\n".utf8) + body
    guard let raw = unsafe MIMEObject.message(in: whole),
      let object = unsafe MIMEObject(owning: raw)
    else { return nil }
    return unsafe parts(g_mime_message_get_mime_part(raw), of: object)
  }

  private static func parts(
    _ root: UnsafeMutablePointer<GMimeObject>?, of message: borrowing MIMEObject
  ) -> [(name: String, bytes: [UInt8])]? {
    guard let root = unsafe root, let multipart = unsafe kith_multipart(root) else { return nil }
    let count = unsafe g_mime_multipart_get_count(multipart)
    guard (1...Int32(partsMost)).contains(count) else { return nil }
    return (0..<count).compactMap { index in
      guard let object = unsafe g_mime_multipart_get_part(multipart, index),
        let name = unsafe name(object)
      else { return nil }
      return (name, unsafe content(object))
    }
  }

  private static func name(_ object: UnsafeMutablePointer<GMimeObject>) -> String? {
    unsafe borrowedText(g_mime_object_get_content_disposition_parameter(object, "name"))
  }

  /// A field that is a message itself stays as it was written.
  private static func content(_ object: UnsafeMutablePointer<GMimeObject>) -> [UInt8] {
    if let part = unsafe kith_part(object) { return unsafe takeBytes(kith_content(part)) }
    if let inner = unsafe kith_inner_message(object) {
      return unsafe takeBytes(kith_written(kith_object(inner)))
    }
    return []
  }
}
