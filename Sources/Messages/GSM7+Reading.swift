extension GSM7 {
  /// The text of octets that hold a septet each, as centres hand them on (SMPP 3.4, 5.2.19, data
  /// coding 0); what is in neither table becomes U+FFFD, for nobody's words shall be lost.
  static func text(of octets: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    var isExtended = false
    for octet in octets {
      if octet == escape, !isExtended {
        isExtended = true
      } else {
        let found = isExtended ? extendedByOctet[octet] ?? scalar(octet) : scalar(octet)
        text.append(found)
        isExtended = false
      }
    }
    return String(text)
  }

  private static let escape: UInt8 = 0x1B

  private static func scalar(_ octet: UInt8) -> Unicode.Scalar {
    octet < 128 ? byOctet[Int(octet)] : "\u{FFFD}"
  }

  /// 3GPP TS 23.038, 6.2.1, in the order of the septets; the escape stands for itself.
  private static let byOctet = Array(
    ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{FFFD}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
      + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)

  /// 6.2.1.1
  private static let extendedByOctet: [UInt8: Unicode.Scalar] = [
    0x0A: "\u{0C}", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]",
    0x40: "|", 0x65: "€",
  ]
}
