/// The 7-bit default alphabet of 3GPP TS 23.038, 6.2.1, and its extension table, 6.2.1.1.
enum GSM7 {
  /// Septets of each character (1 or 2), or nil when one of them is in neither table. A national
  /// table stands in place of the extension table.
  static func sizes(of text: String, shifted: ShiftTable? = nil) -> [Int]? {
    let extended = shifted?.characters ?? extended
    var sizes: [Int] = []
    sizes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      guard let size = size(of: scalar, extended) else { return nil }
      sizes.append(size)
    }
    return sizes
  }

  private static func size(of scalar: Unicode.Scalar, _ extended: Set<Unicode.Scalar>) -> Int? {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", " ", "\n", "\r": 1
    case let other where basic.contains(other): 1
    case let other where extended.contains(other): 2
    default: nil
    }
  }

  private static let basic = Set(
    "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà".unicodeScalars)
  private static let extended = Set("\u{0C}^{}\\[~]|€".unicodeScalars)
}
