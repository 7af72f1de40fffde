/// A text as a mobile network's centre hands it on: octets, and how they are coded.
package enum CentreText {
  /// Codings of SMPP 3.4, 5.2.19: 0 the default alphabet, 1 ASCII, 3 Latin-1, 8 UCS-2.
  ///
  /// - Returns: nil for the others (binary, Japanese, Hebrew, …), and for UCS-2 cut in the middle.
  package static func text(of octets: [UInt8], coding: Int) -> String? {
    switch coding {
    case 0: GSM7.text(of: octets)
    case 1 where octets.allSatisfy { $0 < 0x80 }: String(decoding: octets, as: UTF8.self)
    case 3: latin(octets)
    case 8 where octets.count.isMultiple(of: 2): wide(octets)
    default: nil
    }
  }

  private static func latin(_ octets: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    for octet in octets { text.append(Unicode.Scalar(octet)) }
    return String(text)
  }

  /// Telephones send pairs of surrogates, too; half a pair becomes U+FFFD.
  private static func wide(_ octets: [UInt8]) -> String {
    let units = stride(from: 0, to: octets.count, by: 2).map {
      UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1])
    }
    return String(decoding: units, as: UTF16.self)
  }
}
