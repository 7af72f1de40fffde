/// Halves of surrogate pairs in the escapes of a JSON text, as somebody leaves them who cuts a text
/// between its parts. Foundation takes no text with one (RFC 8259, section 8.2, leaves it open);
/// here it becomes U+FFFD, so that nobody's words are lost for half an emoji.
enum LoneSurrogates {
  /// Nil when there is none.
  static func replaced(in text: [UInt8]) -> [UInt8]? {
    var result = text
    var at = 0
    var isFound = false
    while let escape = text[at...].firstIndex(of: UInt8(ascii: "\\")) {
      guard let half = unit(text, escape), (0xD800...0xDFFF).contains(half) else {
        at = min(escape + 2, text.count)
        continue
      }
      at = escape + 6
      if half < 0xDC00, let other = unit(text, at), (0xDC00...0xDFFF).contains(other) {
        at += 6
      } else {
        result.replaceSubrange(escape..<at, with: "\\ufffd".utf8)
        isFound = true
      }
    }
    return isFound ? result : nil
  }

  /// The UTF-16 code unit that is written as `\u` and four digits there.
  private static func unit(_ text: [UInt8], _ at: Int) -> UInt16? {
    guard at + 6 <= text.count, text[at] == UInt8(ascii: "\\"), text[at + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt16 = 0
    for byte in text[at + 2..<at + 6] {
      guard let digit = PercentEncoding.hexDigit(byte) else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}
