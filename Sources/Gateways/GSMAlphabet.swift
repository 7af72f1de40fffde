/// The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, section 6.2.1).
enum GSMAlphabet {
  private static let scalars = Set(
    ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
      + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà" + "\u{0C}^{}\\[~]|€")
      .unicodeScalars)

  /// Whether a text goes out without being turned into UCS-2.
  static func holds(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(scalars.contains) }
}
