import Mail
import Messages
import Testing

@Suite struct `A composed mail` {
  static func message(
    to: String = "ann@example.net", text: String = "How was today?", subject: String? = "Hello",
    attempt: Int = 1, thread: String? = nil, unsubscribe: String? = nil
  ) -> OutgoingMessage {
    OutgoingMessage(
      id: MessageID(7), attempt: attempt, channel: .email, to: to, text: text, subject: subject,
      reference: "abcdefgh01234567", threadReference: thread, unsubscribeURL: unsubscribe)
  }

  static let composer = MailComposer(from: "kith@example.org", fromName: "River House")

  static func composed(_ message: OutgoingMessage, html: String? = nil) throws -> String {
    String(decoding: try composer.compose(message, html: html, at: 1_795_240_941), as: UTF8.self)
  }

  @Test func `has these headers and this body`() throws {
    let mail = try Self.composed(Self.message())
    #expect(
      mail == """
        From: River House <kith@example.org>\r
        To: ann@example.net\r
        Subject: Hello\r
        Message-Id: <abcdefgh01234567@example.org>\r
        Date: Sat, 21 Nov 2026 06:02:21 +0000\r
        Auto-Submitted: auto-generated\r
        MIME-Version: 1.0\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Transfer-Encoding: quoted-printable\r
        \r
        How was today?\r

        """)
  }

  @Test func `has the same Message-ID whatever the attempt`() throws {
    let first = try MailReader().read(Array(Self.composed(Self.message()).utf8))
    let second = try MailReader().read(Array(Self.composed(Self.message(attempt: 2)).utf8))
    #expect(first.messageID == "abcdefgh01234567@example.org")
    #expect(second.messageID == first.messageID)
  }

  @Test func `stands in its thread and says how to end it`() throws {
    let mail = try Self.composed(
      Self.message(thread: "zyxwvuts76543210", unsubscribe: "https://x.example/p/1"))
    #expect(mail.contains("\r\nIn-Reply-To: <zyxwvuts76543210@example.org>\r\n"))
    #expect(mail.contains("\r\nReferences: <zyxwvuts76543210@example.org>\r\n"))
    #expect(mail.contains("\r\nList-Unsubscribe: <https://x.example/p/1>\r\n"))
    #expect(mail.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
  }

  /// Ours have 50 letters behind the house's own address.
  @Test(arguments: [50, 200, 900]) func `says how to end it where that is long`(count: Int) throws {
    let url = "https://checkins.example.org/p/" + String(repeating: "k", count: count)
    let mail = try Self.composed(Self.message(unsubscribe: url))
    #expect(mail.contains("\r\nList-Unsubscribe: <\(url)>\r\n"))
  }

  @Test func `stands in its thread where the house's name is long`() throws {
    let domain = String(repeating: "checkins.", count: 12) + "example.org"
    let composer = MailComposer(from: "kith@" + domain)
    let mail = try composer.compose(Self.message(thread: "zyxwvuts76543210"), at: 0)
    let text = String(decoding: mail, as: UTF8.self).replacing("\r\n\t", with: " ")
    for header in ["In-Reply-To", "References"] {
      #expect(text.contains("\r\n\(header): <zyxwvuts76543210@\(domain)>\r\n"))
    }
  }

  @Test(arguments: [
    "Grüße, 你好 👋🏽", "a = b", "ends with blank ", "From here\n.dot\n..\n-- \nx", "tab\tand = 3D",
    String(repeating: "long ", count: 400) + "end", "one\r\ntwo\n\nthree",
  ])
  func `gives back its text and subject`(text: String) throws {
    let bytes = try Self.composer.compose(Self.message(text: text, subject: "Ça va? 👋"), at: 0)
    #expect(bytes.allSatisfy { $0 < 128 })
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
    #expect(lines.allSatisfy { $0.utf8.count <= 78 && !$0.contains("\n") && !$0.contains("\r") })
    let mail = try MailReader().read(bytes)
    #expect(
      mail.wholeText.replacing("\r\n", with: "\n") == text.replacing("\r\n", with: "\n") + "\n")
    #expect(mail.subject == "Ça va? 👋")
  }

  @Test func `carries its HTML beside its text`() throws {
    let mail = try Self.composed(Self.message(), html: "<p>How was <b>today</b>?</p>")
    #expect(mail.contains("multipart/alternative; boundary=kith-abcdefgh01234567"))
    #expect(mail.contains("<p>How was <b>today</b>?</p>"))
    #expect(try MailReader().read(Array(mail.utf8)).text == "How was today?")
  }

  @Test func `lets nothing out of its header`() throws {
    let mail = try Self.composed(Self.message(subject: "Hi\r\nBcc: eve@example.com"))
    #expect(!mail.contains("\nBcc:"))
    let composer = MailComposer(from: "kith@example.org", fromName: "A\r\nBcc: eve@example.com")
    let other = try composer.compose(Self.message(), at: 0)
    #expect(!String(decoding: other, as: UTF8.self).contains("\nBcc:"))
  }

  @Test(arguments: ["", "ann", "a@b@c", "ann@example.net\r\nBcc: e@x.y", "a b@c.d", "<a@b.c>"])
  func `is not made for a malformed address`(to: String) {
    #expect(throws: MailFailure.badAddress(of: "recipient's")) {
      try Self.composer.compose(Self.message(to: to), at: 0)
    }
  }
}

@Suite struct `The HTML part of a mail` {
  @Test func `has the words of the text, and pages that can be followed`() {
    let html = HTMLBody.text("Hi <Ann> & all,\n\nhow are you?\nSee https://x.example/p/a&b.\n")
    #expect(
      html.contains("<p>Hi &lt;Ann&gt; &amp; all,</p>")
        && html.contains("<p>how are you?<br>\n"))
    #expect(
      html.contains(
        "See <a href=\"https://x.example/p/a&amp;b\">https://x.example/p/a&amp;b</a>.</p>"))
  }

  @Test func `stands beside the text, with the address that answers go to`() throws {
    let message = `A composed mail`.message()
    let composer = MailComposer(
      from: "kith@example.org", replyTo: "kith+abcdefgh01234567@example.org")
    let bytes = try composer.compose(message, html: HTMLBody.text(message.text), at: 0)
    let mail = String(decoding: bytes, as: UTF8.self)
    #expect(mail.contains("Content-Type: multipart/alternative"))
    #expect(mail.contains("\r\nReply-To: kith+abcdefgh01234567@example.org\r\n"))
    #expect(try MailReader().read(bytes).text == "How was today?")
  }
}
