import Daemon
import Messages
import Testing

@Suite struct `What a mail says` {
  static let reference = "abcdefgh01234567"

  static func contents(_ headers: String, _ body: String = "Yes") -> MailIntake.Contents {
    let text = (headers + "\n\n" + body).replacing("\n", with: "\r\n")
    return intake.contents(of: [Array(text.utf8)])
  }

  static let intake = MailIntake(own: "kith@example.org") { $0.contains("@") ? $0 : nil }

  @Test(arguments: [
    ("To: kith+\(reference)@example.org", reference),
    ("To: other@example.org\nDelivered-To: kith+\(reference)@example.org", reference),
    ("To: kith@example.org\nIn-Reply-To: <\(reference)@example.org>", reference),
    ("To: kith@example.org\nReferences: <\(reference)@example.org> <x@y>", reference),
    (
      "To: kith+\(reference)@example.org\nIn-Reply-To: <zyxwvuts76543210@example.org>", reference
    ),
    ("To: kith+\(reference)@elsewhere.example", nil), ("To: kith+short@example.org", nil),
    ("To: kith@example.org\nIn-Reply-To: <other@example.org>", nil),
  ])
  func `answers what its address names, else what its headers do`(
    _ headers: String, _ reference: String?
  ) throws {
    let contents = Self.contents("From: Ann <ann@example.net>\nMessage-ID: <1@x>\n" + headers)
    let reply = try #require(contents.replies.first)
    #expect(reply.inReplyTo == reference)
    #expect(reply.from == "ann@example.net")
    #expect(reply.text == "Yes")
    #expect(!reply.automatic)
  }

  @Test(arguments: [
    ("Subject: STOP", "", "STOP"), ("Subject: Hello", "STOP", "STOP\nHello"),
    ("Subject: STOP", "Thanks", "Thanks\nSTOP"),
    ("Subject: I want to die", "and nobody knows of it", "I want to die\nand nobody knows of it"),
    (
      "Subject: Re: Checking in\nIn-Reply-To: <q@x>", "not so good today, sorry",
      "not so good today, sorry"
    ),
  ])
  func `is its text, and its subject where that is said there`(
    _ subject: String, _ body: String, _ text: String
  ) throws {
    let contents = Self.contents("From: ann@example.net\nTo: kith@example.org\n" + subject, body)
    #expect(contents.replies.map(\.text) == [text])
  }

  @Test func `is kept at both ends where it is very long`() throws {
    let words = String(repeating: "word ", count: 6000)
    let contents = Self.contents("From: ann@example.net\nSubject: x", words + "I want to die")
    let text = try #require(contents.replies.first?.text)
    #expect(text.count < 21_000)
    #expect(text.hasPrefix("x\nword") && text.hasSuffix("I want to die"))
  }

  @Test func `has its signature beside it`() throws {
    let contents = Self.contents("From: ann@example.net\nSubject: Re: x", "8\n-- \nhelp me")
    let reply = try #require(contents.replies.first)
    #expect((reply.text, reply.aside) == ("8", "help me"))
  }

  static func report(_ action: String, _ status: String, to: String = "kith@example.org") -> String
  {
    """
    From: MAILER-DAEMON@example.net
    To: \(to)
    Message-ID: <b1@example.net>
    Content-Type: multipart/report; report-type=delivery-status; boundary=r

    --r
    Content-Type: message/delivery-status

    Final-Recipient: rfc822; ann@example.net
    Action: \(action)
    Status: \(status)
    Diagnostic-Code: smtp; 550 5.1.1 No such user
    --r--
    """
  }

  @Test(arguments: [
    ("failed", "5.1.1", Outcome.Kind.badAddress, "5.1.1"), ("failed", "5.7.1", nil, "5.7.1"),
    ("failed", "5.0.0", .badAddress, "5.1.1"), ("failed", "4.4.7", nil, "4.4.7"),
  ])
  func `is a receipt where it is a bounce of ours`(
    _ action: String, _ status: String, _ meaning: Outcome.Kind?, _ error: String
  ) throws {
    let to = "kith+\(Self.reference)@example.org"
    let contents = Self.contents(Self.report(action, status, to: to))
    let receipt = try #require(contents.receipts.first)
    #expect(receipt.reference == Self.reference)
    #expect(receipt.state == .undelivered)
    #expect(receipt.meaning == meaning)
    #expect(receipt.error == error)
    #expect(contents.replies.isEmpty)
  }

  @Test(arguments: [("abuse", true), ("opt-out", true), ("not-spam", false)])
  func `is a stop where its receiver complained of ours`(kind: String, isStop: Bool) throws {
    let contents = Self.contents(
      """
      From: feedback@example.net
      To: kith@example.org
      Message-ID: <c1@example.net>
      Content-Type: multipart/report; report-type=feedback-report; boundary=r

      --r
      Content-Type: text/plain

      This is a complaint about a mail.
      --r
      Content-Type: message/feedback-report

      Feedback-Type: \(kind)
      User-Agent: Somebody/1.0
      Version: 1
      Original-Rcpt-To: <ann@example.net>
      --r
      Content-Type: message/rfc822

      From: kith@example.org
      Message-ID: <\(Self.reference)@example.org>

      Hi Ann
      --r--
      """)
    #expect(contents.receipts.contains { $0.meaning == .optedOut } == isStop)
    #expect(contents.receipts.allSatisfy { $0.reference == Self.reference })
    #expect(contents.replies.isEmpty == isStop)
  }

  @Test func `is nothing where a bounce says that it may still arrive`() {
    let to = "kith+\(Self.reference)@example.org"
    let contents = Self.contents(Self.report("delayed", "4.4.1", to: to))
    #expect(contents == MailIntake.Contents())
  }

  @Test(arguments: [
    report("failed", "5.1.1"),
    "From: mailer-daemon@example.net\nTo: kith+\(reference)@example.org\n\nI am sorry.",
  ])
  func `is nobody's word and for a human where a mail system wrote what we do not understand`(
    mail: String
  ) throws {
    let reply = try #require(Self.contents(mail).replies.first)
    #expect(reply.inReplyTo == nil)
    #expect(!reply.automatic)
  }

  @Test(arguments: [
    ("MAILER-DAEMON@x.org", "failure notice", "I wasn't able to deliver your message.", 1),
    ("postmaster@x.org", "Undeliverable Mail", "Unknown user: ann@example.net", 1),
    ("mailer-daemon@x.org", "Warning: message delayed 24 hours", "It has not yet arrived.", 0),
    ("Ann", "failure notice", "I wasn't able to sleep.", 0),
  ])
  func `says that ours did not arrive where a mail system says it in words`(
    _ from: String, _ subject: String, _ body: String, _ count: Int
  ) {
    let headers = "From: \(from)\nTo: kith+\(Self.reference)@example.org\nSubject: \(subject)"
    let contents = Self.contents(headers, body)
    #expect(contents.receipts.map(\.state) == Array(repeating: .undelivered, count: count))
    #expect(contents.replies.count == 1)
  }

  @Test(arguments: [
    "Auto-Submitted: auto-replied", "Precedence: auto_reply", "X-Autoreply: yes",
    "Subject: Automatic reply: Checking in", "Subject: Abwesenheitsnotiz: Urlaub",
  ])
  func `is a machine's where it says so`(header: String) {
    let contents = Self.contents("From: ann@example.net\n" + header, "I am away.")
    #expect(contents.replies.map(\.automatic) == [true])
  }

  @Test func `is for a human where it cannot be read, and stops no other`() {
    let good = Array("From: ann@example.net\r\n\r\nHi\r\n".utf8)
    let contents = Self.intake.contents(of: [[0, 1, 2], good])
    #expect(contents.replies.count == 2)
    #expect(contents.replies[0].text.hasPrefix("A mail came in that cannot be read"))
    #expect(contents.replies[0].from.isEmpty)
    #expect(contents.replies[1].text == "Hi")
  }

  @Test func `is the same whichever road it comes by, and another with other words`() {
    let mail = "From: ann@example.net\nMessage-ID: <same@x>"
    let first = Self.contents(mail).replies[0].providerID
    #expect(Self.contents("Received: by elsewhere\n" + mail).replies[0].providerID == first)
    let piped = Array("From ann@example.net Mon Nov 23\n\(mail)\n\nYes".utf8)
    #expect(Self.intake.contents(of: [piped]).replies[0].providerID == first)
    #expect(Self.contents(mail, "No").replies[0].providerID != first)
  }
}
