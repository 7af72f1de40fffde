import Messages
import Testing

@Suite struct `A message's reference` {
  private static let lastOfNode3: Int64 = 0xC0_3FFF_FFFF_FFFF

  @Test(arguments: [1, 31, 32, 0x2000_0000_0000, 0x7FC0_0000_0000_0001, lastOfNode3] as [Int64])
  func `tells the id`(_ raw: Int64) {
    let id = MessageID(rawValue: raw)
    let reference = MessageReference.text(of: id, random: .max)
    #expect(reference.utf8.count == 16)
    #expect(reference.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) })
    #expect(MessageReference.id(in: reference) == id)
  }

  @Test func `cannot be guessed from the id`() {
    let id = MessageID(rawValue: 12)
    #expect(
      MessageReference.text(of: id, random: 1) != MessageReference.text(of: id, random: 2))
  }

  @Test(arguments: ["", "abc", "0123456789abcdefg", "0u23456789abcdef", "0123456789A00000"])
  func `tells nothing where it is not one`(_ text: String) {
    #expect(MessageReference.id(in: text) == nil)
  }
}
