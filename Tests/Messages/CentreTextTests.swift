import Messages
import Testing

@Suite struct `A text as a centre hands it on` {
  @Test(
    arguments: [
      (0, [0x79, 0x65, 0x73, 0x20, 0x00, 0x7C, 0x11], "yes @ö_"),
      // The extension table, and an escape before what is not in it (TS 23.038, 6.2.1.1).
      (0, [0x1B, 0x65, 0x31, 0x1B, 0x41], "€1A"),
      (0, [0x41, 0x80], "A\u{FFFD}"),
      (1, [0x4F, 0x4B], "OK"),
      (3, [0x73, 0xE5], "så"),
      (8, [0x04, 0x3C, 0xD8, 0x3D, 0xDE, 0x22], "м😢"),
      (8, [0x00, 0x41, 0xD8, 0x3D], "A\u{FFFD}"),
      (8, [], ""),
    ] as [(Int, [UInt8], String)])
  func `reads as it was typed`(_ coding: Int, _ octets: [UInt8], _ text: String) {
    #expect(CentreText.text(of: octets, coding: coding) == text)
  }

  @Test(
    arguments: [(8, [0x04]), (1, [0xE5]), (4, [0x41]), (240, [0x41]), (-1, [])] as [(Int, [UInt8])])
  func `is left as it came where nobody knows the coding`(_ coding: Int, _ octets: [UInt8]) {
    #expect(CentreText.text(of: octets, coding: coding) == nil)
  }

  /// What Kith sends in the default alphabet, phones send back in it.
  @Test func `has every character that a plain text may have`() {
    let octets = (0...0x7F).filter { $0 != 0x1B }.map { UInt8($0) }
    let text = CentreText.text(of: octets, coding: 0) ?? ""
    #expect(Set(text.unicodeScalars).count == 127)
    #expect(SMSText.measure(text).encoding == SMSText.measure("Hi").encoding)
  }
}
