import Sealing
import Testing

@Suite struct `A link` {
  let keys: MasterKeys
  let token = LinkToken(kind: 2, subject: 1 << 54 | 3, person: 12, expires: 1_780_000_000)
  init() throws { keys = try MasterKeys(current: [UInt8](repeating: 1, count: 32)) }

  @Test func `says what it was signed for, in letters that are safe in a URL`() throws {
    let text = LinkSigner(keys: keys).sign(token)
    #expect(text.count == 50)
    #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
    #expect(try LinkSigner(keys: keys).verify(text, now: 1_779_999_999) == token)
  }

  @Test func `is over at its last second`() {
    let text = LinkSigner(keys: keys).sign(token)
    let failure = #expect(throws: SealingFailure.self) {
      try LinkSigner(keys: keys).verify(text, now: 1_780_000_000)
    }
    #expect(failure?.kind == .expired)
  }

  @Test func `is forged when any letter but the last changed`() {
    let text = LinkSigner(keys: keys).sign(token)
    for index in text.indices.dropLast() {
      var changed = text
      changed.replaceSubrange(index...index, with: text[index] == "A" ? "B" : "A")
      #expect(throws: SealingFailure.self) {
        try LinkSigner(keys: keys).verify(changed, now: 1)
      }
    }
  }

  @Test(arguments: ["", "A", "not a token", "ä", String(repeating: "A", count: 50)])
  func `is forged when it is something else`(text: String) {
    #expect(throws: SealingFailure.self) { try LinkSigner(keys: keys).verify(text, now: 1) }
  }

  @Test func `of an older key still works`() throws {
    let text = LinkSigner(keys: keys).sign(token)
    let new = [UInt8](repeating: 2, count: 32)
    let rotated = try MasterKeys(current: new, older: [[UInt8](repeating: 1, count: 32)])
    #expect(try LinkSigner(keys: rotated).verify(text, now: 1) == token)
    let others = LinkSigner(keys: try MasterKeys(current: new))
    #expect(throws: SealingFailure.self) { try others.verify(text, now: 1) }
  }
}
