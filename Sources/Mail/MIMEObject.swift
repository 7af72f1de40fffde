internal import CGMime

/// A GMime object that we hold one reference of.
@safe struct MIMEObject: ~Copyable {
  let raw: UnsafeMutablePointer<GMimeObject>

  /// Takes over the caller's reference.
  init?(owning object: UnsafeMutableRawPointer?) {
    guard let object = unsafe object, let raw = unsafe kith_object(object) else { return nil }
    unsafe self.raw = unsafe raw
  }

  deinit { unsafe g_object_unref(raw) }

  /// GMime may be set up once only.
  static let library: Void = g_mime_init()

  /// The caller's own; nil where there is none.
  static func message(in bytes: [UInt8]) -> UnsafeMutablePointer<GMimeMessage>? {
    library
    return unsafe MIMEBounds.kept(bytes).withUnsafeBytes {
      unsafe kith_parsed($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
  }

  func set(_ header: String, _ value: String) {
    unsafe g_mime_object_set_header(raw, header, value, "utf-8")
  }

  /// With CRLF line ends.
  var bytes: [UInt8] { unsafe takeBytes(kith_written(raw)) }
}

/// A copy of what GLib gave us, which is freed.
func takeBytes(_ array: UnsafeMutablePointer<GByteArray>?) -> [UInt8] {
  guard let array = unsafe array else { return [] }
  defer { unsafe g_byte_array_unref(array) }
  let count = Int(unsafe array.pointee.len)
  return unsafe Array(UnsafeBufferPointer(start: array.pointee.data, count: count))
}

/// A copy of a string that stays GMime's.
func borrowedText(_ text: UnsafePointer<CChar>?) -> String? {
  unsafe text.map { unsafe String(cString: $0) }
}

/// A copy of a string that GLib gave us, which is freed.
func takeText(_ text: UnsafeMutablePointer<CChar>?) -> String? {
  defer { unsafe g_free(text) }
  return unsafe borrowedText(text)
}
