internal import FoundationEssentials

/// An X.509 certificate (RFC 5280), as far as its public key is concerned. Whether it may be
/// trusted is settled by where it came from.
package struct SignatureCertificate {
  /// DER-encoded SubjectPublicKeyInfo.
  package let publicKey: [UInt8]

  /// Nil when the text is not a PEM certificate (RFC 7468).
  package init?(pem: String) {
    guard let begin = pem.firstRange(of: "-----BEGIN CERTIFICATE-----"),
      let end = pem[begin.upperBound...].firstRange(of: "-----END CERTIFICATE-----")
    else { return nil }
    let body = pem[begin.upperBound..<end.lowerBound].filter { !$0.isWhitespace }
    guard let der = Data(base64Encoded: String(body)) else { return nil }
    self.init(der: Array(der))
  }

  /// Certificate and TBSCertificate are sequences; the key is what follows version (tagged 0 and
  /// optional), serialNumber, signature, issuer, validity and subject (RFC 5280, section 4.1).
  init?(der: [UInt8]) {
    guard let certificate = Self.element(der[...]), certificate.tag == 0x30,
      let body = Self.element(certificate.content), body.tag == 0x30
    else { return nil }
    var rest = body.content
    if rest.first == 0xA0 {
      guard let version = Self.element(rest) else { return nil }
      rest = rest[version.content.endIndex...]
    }
    for _ in 0..<5 {
      guard let skipped = Self.element(rest) else { return nil }
      rest = rest[skipped.content.endIndex...]
    }
    guard let key = Self.element(rest), key.tag == 0x30 else { return nil }
    publicKey = Array(rest[..<key.content.endIndex])
  }

  /// The first element of definite length (X.690, section 8.1).
  private static func element(
    _ bytes: ArraySlice<UInt8>
  ) -> (tag: UInt8, content: ArraySlice<UInt8>)? {
    var rest = bytes
    guard let tag = rest.popFirst(), let first = rest.popFirst() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      let count = Int(first & 0x7F)
      guard (1...3).contains(count), rest.count >= count else { return nil }
      length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(count)
    }
    guard rest.count >= length else { return nil }
    return (tag, rest.prefix(length))
  }
}
