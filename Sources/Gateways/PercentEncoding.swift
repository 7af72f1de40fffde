/// Percent-encoding of URLs (RFC 3986) and forms (application/x-www-form-urlencoded).
enum PercentEncoding {
  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  /// Everything but unreserved characters encoded (RFC 3986, section 2.3).
  static func component(_ text: String) -> String {
    encode(text.utf8) { isUnreserved($0) ? $0 : nil }
  }

  /// As a form writes it: space as `+`.
  static func form(_ text: String) -> String {
    encode(text.utf8) { $0 == 0x20 ? 0x2B : isUnreserved($0) ? $0 : nil }
  }

  /// Text of a definition that is a URL already: only what may not stand in one is encoded.
  static func literal(_ text: String) -> String {
    encode(text.utf8) { isUnreserved($0) || reserved.contains($0) ? $0 : nil }
  }

  private static let reserved = Set("%:/?#[]@!$&'()*+,;=".utf8)

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }

  private static func encode(_ bytes: String.UTF8View, _ keep: (UInt8) -> UInt8?) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + 16)
    for byte in bytes {
      if let kept = keep(byte) {
        out.append(kept)
      } else {
        out.append(0x25)
        out.append(hexDigits[Int(byte >> 4)])
        out.append(hexDigits[Int(byte & 15)])
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Bytes with `%XX` (and, in a form, `+`) decoded; what is not valid stays as it is.
  static func decoded(_ bytes: some Collection<UInt8>, plusIsSpace: Bool) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let byte = rest.first {
      rest = rest.dropFirst()
      if byte == 0x2B, plusIsSpace {
        out.append(0x20)
      } else if byte == 0x25, let value = hexPair(rest.prefix(2)) {
        out.append(value)
        rest = rest.dropFirst(2)
      } else {
        out.append(byte)
      }
    }
    return out
  }

  private static func hexPair(_ pair: some Collection<UInt8>) -> UInt8? {
    guard pair.count == 2 else { return nil }
    return pair.reduce(0 as UInt8?) { value, byte in
      guard let value, let digit = hexDigit(byte) else { return nil }
      return value << 4 | digit
    }
  }

  static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
