import Mail
import Testing

@Suite struct `A mail made to do harm` {
  static let head = "From: ann@example.net\r\nTo: kith@example.org\r\n"

  static func read(_ text: String) throws -> ParsedMail { try MailReader().read(Array(text.utf8)) }

  @Test(arguments: [
    head + "Cc: " + String(repeating: "a:", count: 500_000) + "\r\n\r\nI am well.",
    head + "CC : a\r\n\t" + String(repeating: "a:\r\n ", count: 200_000) + "\r\n\r\nI am well.",
    head + "Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\nI am well.\r\n--q\r\n"
      + "Content-Type: message/rfc822\r\n\r\nreply-to:" + String(repeating: ":", count: 900_000)
      + "\r\n\r\nx\r\n--q--\r\n",
  ])
  func `with groups of addresses in groups is read like any other`(text: String) throws {
    let mail = try Self.read(text)
    #expect(mail.from == "ann@example.net")
    #expect(mail.text == "I am well.")
  }

  @Test func `is told from one with a group, and with colons in its names`() throws {
    let copies = (1...150).map { "\"Team: \($0)\" <a\($0)@example.net>" }
    let mail = try Self.read(
      Self.head + "Cc: friends: b@example.net, c@example.net;,\r\n "
        + copies.joined(separator: ",\r\n ")
        + "\r\nSubject: " + String(repeating: ":", count: 300) + "\r\n\r\nAt 9:30: I am well.")
    #expect(mail.to.count == 151)
    #expect(mail.to.last == "a150@example.net")
    #expect(mail.subject.utf8.count { $0 == UInt8(ascii: ":") } == 300)
    #expect(mail.text == "At 9:30: I am well.")
  }

  @Test func `in a hundred thousand parts is read by its first ones`() throws {
    let mail = try Self.read(
      Self.head + "Content-Type: multipart/mixed; boundary=q\r\n\r\n"
        + String(repeating: "--q\r\n\r\nwell\r\n", count: 100_000) + "--q--\r\n")
    #expect(mail.text.hasPrefix("well\nwell"))
    #expect(mail.wholeText.contains(" -q"), "the others are text of the last")
  }

  @Test func `too long to be looked at whole is looked at from both ends`() throws {
    let long = String(repeating: "on and on\r\n", count: 100_000)
    let mail = try Self.read(Self.head + "\r\nFirst.\r\n" + long + "STOP\r\n")
    #expect(mail.text.hasPrefix("First.\n"))
    #expect(mail.text.hasSuffix("\nSTOP"))
    #expect(mail.text.utf8.count < 140_000)
  }

  @Test func `cut in the middle of a letter loses no other`() throws {
    let mail = try Self.read(
      Self.head + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
        + String(repeating: "ä€", count: 60_000))
    #expect(mail.text.allSatisfy { $0 == "ä" || $0 == "€" || $0 == "\n" })
  }

  @Test func `as endless HTML is read by its beginning`() throws {
    let mail = try Self.read(
      Self.head + "Content-Type: text/html; charset=utf-8\r\n\r\n<p>I am well.</p>"
        + String(repeating: "<p>€</p>", count: 300_000))
    #expect(mail.text.hasPrefix("I am well.\n€\n"))
    #expect(mail.wholeText.utf8.count < 512 * 1024)
  }

  @Test func `in answer to everything answers the nearest`() throws {
    let ids = (1...50_000).map { "<m\($0)@example.org>" }.joined(separator: "\r\n ")
    let mail = try Self.read(Self.head + "References: \(ids)\r\n\r\nI am well.")
    #expect(mail.inReplyTo.first == "m50000@example.org")
    #expect(mail.inReplyTo.count <= 200)
  }
}
