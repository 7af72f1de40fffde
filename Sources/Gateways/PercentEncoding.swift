/// Percent-encoding of URLs (RFC 3986) and forms (application/x-www-form-urlencoded).
enum PercentEncoding {
  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  /// What stands for each byte; 0: it is encoded.
  private static let unreserved = table(keeping: "-._~")
  private static let reserved = table(keeping: "-._~%:/?#[]@!$&'()*+,;=")
  private static let formBytes = {
    var bytes = table(keeping: "-._~")
    bytes[0x20] = UInt8(ascii: "+")
    return bytes
  }()

  private static func table(keeping marks: String) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 256)
    for range in [0x30...0x39, 0x41...0x5A, 0x61...0x7A] {
      for byte in range { bytes[byte] = UInt8(byte) }
    }
    for mark in marks.utf8 { bytes[Int(mark)] = mark }
    return bytes
  }

  /// Everything but unreserved characters encoded (RFC 3986, section 2.3).
  static func component(_ text: String) -> String { encode(text, unreserved) }

  /// As a form writes it: space as `+`.
  static func form(_ text: String) -> String { encode(text, formBytes) }

  /// Text of a definition that is a URL already: only what may not stand in one is encoded.
  static func literal(_ text: String) -> String { encode(text, reserved) }

  private static func encode(_ text: String, _ table: [UInt8]) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count + 32)
    for byte in text.utf8 {
      let kept = table[Int(byte)]
      if kept != 0 {
        out.append(kept)
      } else {
        out.append(UInt8(ascii: "%"))
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

  /// What pairs of hexadecimal digits stand for; nil when there is anything else.
  static func octets(_ digits: String) -> [UInt8]? {
    let digits = Array(digits.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var octets: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 2) {
      guard let octet = hexPair(digits[start..<start + 2]) else { return nil }
      octets.append(octet)
    }
    return octets
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
