import Mail
import Messages
import Testing

@Suite struct `A mail that came in` {
  static func read(_ headers: String, _ body: String) throws -> ParsedMail {
    let text = (headers + "\n\n" + body).replacing("\n", with: "\r\n")
    return try MailReader().read(Array(text.utf8))
  }

  static let plain = "From: Ann <Ann@Example.net>\nTo: kith@example.org"

  @Test func `says who wrote it, to whom and in answer to what`() throws {
    let mail = try Self.read(
      """
      From: "Ann, A." <Ann@Example.net>
      To: River House <kith+abc@example.org>, x@example.org
      Cc: Y <Y@example.org>
      Delivered-To: kith+abc@example.org
      Subject: =?utf-8?Q?Re:_Gr=C3=BC=C3=9Fe?=
      Message-ID: <m1@example.net>
      In-Reply-To: <abcdefgh01234567@example.org>
      References: <old@example.org>
       <abcdefgh01234567@example.org>
      """, "Yes")
    #expect(mail.from == "ann@example.net")
    #expect(mail.to == ["kith+abc@example.org", "x@example.org", "y@example.org"])
    #expect(mail.subject == "Re: Grüße")
    #expect(mail.messageID == "m1@example.net")
    #expect(mail.inReplyTo == ["abcdefgh01234567@example.org", "old@example.org"])
    #expect(mail.references == ["abcdefgh01234567"])
    #expect(mail.text == "Yes")
    #expect(!mail.isAutomatic)
  }

  @Test(arguments: [
    ("Yes\n\nOn Mon, 3 May 2027 at 09:00, River House <k@e.org> wrote:\n> How was it?\n", "Yes"),
    (
      "Yes\n\nOn Mon, 3 May 2027 at 09:00, River House\n<k@e.org> wrote:\n\n> How\n> was it?", "Yes"
    ),
    ("Ja!\n\nAm 03.05.2027 um 09:00 schrieb River House <k@e.org>:\n> Wie war es?", "Ja!"),
    ("Oui\n\nLe lun. 3 mai 2027 à 09:00, R <k@e.org> a écrit :\n> Alors ?", "Oui"),
    ("8\n-- \nAnn\nPhone 123", "8"), ("8\n\nSent from my iPhone", "8"),
    ("8\n\n-----Original Message-----\nFrom: R\nHow?", "8"),
    ("8\n\n________________________________\nFrom: R\nSent: Monday\nHow?", "8"),
    ("8\n\nFrom: River House <k@e.org>\nSent: Monday\nTo: Ann\n\nHow?", "8"),
    ("> How was it?\nFine.\n> And sleep?\nBad.", "Fine.\nBad."),
    ("> only quoted", "> only quoted"), ("", ""),
    ("On 3 May I drank again.", "On 3 May I drank again."),
    ("I want to stop - really.\nFrom: me to you", "I want to stop - really.\nFrom: me to you"),
  ])
  func `is read without what it quotes`(body: String, text: String) throws {
    #expect(try Self.read(Self.plain, body).text == text)
  }

  @Test func `is read in its own charset`() throws {
    let headers = "\(Self.plain)\nContent-Type: text/plain; charset=iso-8859-1"
    var bytes = Array((headers.replacing("\n", with: "\r\n") + "\r\n\r\nGr").utf8)
    bytes += [0xfc, 0xdf, 0x65]
    #expect(try MailReader().read(bytes).text == "Grüße")
  }

  @Test func `is read from its HTML when it has nothing else`() throws {
    let mail = try Self.read(
      "\(Self.plain)\nContent-Type: text/html; charset=utf-8",
      """
      <html><head><title>x</title><style>p{}</style></head>
      <body><div>It&rsquo;s &lt;fine&gt; &#128075;</div>
      <div>Bye<br></div><blockquote>How was it?</blockquote></body></html>
      """)
    #expect(mail.text == "It’s <fine> 👋\nBye")
  }

  @Test func `is read from its plain part, whatever is attached`() throws {
    let mail = try Self.read(
      "\(Self.plain)\nContent-Type: multipart/mixed; boundary=b",
      """
      --b
      Content-Type: multipart/alternative; boundary=c

      --c
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: base64

      WWVzIPCfkY0=
      --c
      Content-Type: text/html

      <b>Yes</b>
      --c--
      --b
      Content-Type: text/plain
      Content-Disposition: attachment; filename=x.txt

      attached
      --b--
      """)
    #expect(mail.text == "Yes 👍")
  }

  @Test(arguments: [
    ("Auto-Submitted: auto-replied", true), ("Auto-Submitted: no", false),
    ("Precedence: bulk", true), ("Precedence: normal", false), ("List-Id: <l.example.org>", true),
    ("Return-Path: <>", true), ("Return-Path: <ann@example.net>", false),
    ("X-Autoreply: yes", true), ("X-Autoreply: no", false), ("X-Vacation: yes", true),
    ("Subject: Automatisch antwoord: x", true), ("Subject: Fuera de la oficina: x", true),
    ("Subject: Automaattinen vastaus: x", true), ("Subject: Re: Automatic reply: x", false),
    ("Subject: =?utf-8?B?6Ieq5YuV5b+c562UOiB4?=", true), ("Subject: Absent today", false),
    ("X-Mailer: Phone", false),
  ])
  func `is known for a machine's by its headers`(header: String, automatic: Bool) throws {
    #expect(try Self.read("\(Self.plain)\n\(header)", "Away").isAutomatic == automatic)
  }

  static let report = """
    --r
    Content-Type: text/plain

    Sorry.
    --r
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mail.example.net

    Final-Recipient: rfc822; Gone@example.net
    Action: failed
    Status: 5.1.1
    Diagnostic-Code: smtp; 550 5.1.1 No
     such user
    --r
    Content-Type: message/rfc822

    From: kith@example.org
    Message-ID: <abcdefgh01234567@example.org>

    Hi
    --r--
    """

  @Test func `is known for a bounce, of which mail and why`() throws {
    let mail = try Self.read(
      """
      From: MAILER-DAEMON@example.net
      Content-Type: multipart/report; report-type=delivery-status; boundary=r
      """, Self.report)
    var bounce = ParsedMail.Bounce()
    bounce.recipient = "gone@example.net"
    bounce.action = "failed"
    bounce.status = "5.1.1"
    bounce.messageID = "abcdefgh01234567@example.org"
    #expect(mail.bounce == bounce)
    #expect(mail.isAutomatic)
    #expect(mail.references == ["abcdefgh01234567"])
    #expect(bounce.isFailure)
  }

  @Test func `is known for a bounce where addresses are of other letters`() throws {
    let body = `A mail that came in`.report
      .replacing("message/delivery-status", with: "message/global-delivery-status")
      .replacing("message/rfc822", with: "message/global-headers")
      .replacing("rfc822; Gone@example.net", with: "utf-8; gön@example.net")
    let mail = try Self.read(
      """
      From: MAILER-DAEMON@example.net
      Content-Type: multipart/report; report-type=global-delivery-status; boundary=r
      """, body)
    #expect(mail.bounce?.recipient == "gön@example.net")
    #expect(mail.bounce?.isFailure == true)
    #expect(mail.references == ["abcdefgh01234567"])
  }

  @Test func `that is a delay is no failure`() throws {
    let mail = try Self.read(
      "From: m@e.n\nContent-Type: multipart/report; report-type=delivery-status; boundary=r",
      Self.report.replacing("failed", with: "delayed").replacing("5.1.1", with: "4.4.1"))
    #expect(mail.bounce?.isFailure == false)
    #expect(mail.isAutomatic)
  }

  @Test(arguments: [
    ("failed (Bad destination mailbox address)", "5.1.1", true), ("failure", "553", true),
    ("error", "5.0.0", true), ("", "", true), ("", "5.1.1", true), ("", "4.2.2", false),
    ("delayed", "5.0.0", false), ("relayed", "2.0.0", false),
  ])
  func `that was not to be delivered says so in many ways`(
    _ action: String, _ status: String, _ isFailure: Bool
  ) {
    var bounce = ParsedMail.Bounce()
    (bounce.action, bounce.status) = (action, status)
    #expect(bounce.isFailure == isFailure)
  }

  @Test(
    arguments: [
      [], [0], Array("no header".utf8), [UInt8](repeating: 0xff, count: 1000),
      Array("\r\n\r\nbody".utf8),
    ] as [[UInt8]])
  func `that is none is refused`(bytes: [UInt8]) {
    #expect(throws: MailFailure.unreadable) { try MailReader().read(bytes) }
  }

  @Test func `that is too long is refused`() {
    var reader = MailReader()
    reader.limit = 10
    #expect(throws: MailFailure.tooLong(bytes: 11, limit: 10)) {
      try reader.read([UInt8](repeating: 65, count: 11))
    }
  }

  @Test func `that is nested without end is still read`() throws {
    var body = "deep"
    for level in 0..<60 {
      body =
        "--b\(level)\nContent-Type: multipart/mixed; boundary=b\(level - 1)\n\n"
        + "\(body)\n--b\(level)--"
    }
    let mail = try Self.read("\(Self.plain)\nContent-Type: multipart/mixed; boundary=b59", body)
    #expect(mail.from == "ann@example.net")
  }
}

@Suite struct `A mail made to stall` {
  /// Each took hours, or the stack, before.
  @Test(arguments: ["<style>", "<script>x", "<!--", "<!-- >", "</", "<b", "&#", "<style></x>"])
  func `is read all the same`(unit: String) throws {
    let html = String(repeating: unit, count: 30_000)
    let text = try `A mail in pieces`.text("text/html", "<p>help me</p>" + html)
    #expect(text.contains("help me"))
  }

  @Test func `with ten thousand parts in each other is read`() throws {
    let opening = (0..<10_000).map {
      "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n"
    }
    let mail = try MailReader().read(
      Array(("From: ann@example.net\n" + opening.joined() + "\nhelp me\n").utf8))
    #expect(mail.from == "ann@example.net")
  }

  @Test func `with ten thousand parts beside each other is read`() throws {
    let parts = String(repeating: "--b\nContent-Type: text/plain\n\nhelp me\n", count: 10_000)
    #expect(
      try `A mail in pieces`.text("multipart/mixed; boundary=b", parts + "--b--")
        .hasPrefix("help me"))
  }

  @Test func `with many empty lines and announcements of quotations is read`() throws {
    let body =
      String(repeating: "\n", count: 50_000)
      + String(repeating: "On 3 May 2027 at 10:00 k@example.org wrote:\n", count: 5000)
    #expect(try `A mail in pieces`.text("text/plain", body + "help me").contains("help me"))
  }
}

@Suite struct `A mail in pieces` {
  static func text(_ type: String, _ body: String) throws -> String {
    try `A mail that came in`.read(
      "\(`A mail that came in`.plain)\nContent-Type: \(type)", body
    ).text
  }

  static func parts(_ kind: String, _ parts: String...) throws -> String {
    let body = parts.map { "--b\n\($0)\n" }.joined() + "--b--\n"
    return try text("multipart/\(kind); boundary=b", body)
  }

  static let picture = "Content-Type: image/png\nContent-Disposition: inline\n\nx"

  @Test func `is read on behind a picture`() throws {
    let words = "Content-Type: text/plain\n\nhelp me"
    #expect(
      try Self.parts("mixed", "Content-Type: text/plain\n\n", Self.picture, words) == "help me")
    #expect(
      try Self.parts("mixed", "Content-Type: text/plain\n\nlook", Self.picture, words)
        == "look\nhelp me")
  }

  @Test func `is read from its HTML when its plain part is empty`() throws {
    let html = "Content-Type: text/html\n\n<p>help me</p>"
    #expect(try Self.parts("alternative", "Content-Type: text/plain\n\n \n", html) == "help me")
  }

  @Test func `is read from what is attached when there is nothing else`() throws {
    let attached = "Content-Type: text/plain\nContent-Disposition: attachment\n\nhelp me"
    #expect(try Self.parts("mixed", Self.picture, attached) == "help me")
  }

  @Test(arguments: ["multipart/mixed; boundary=other", "multipart/mixed"])
  func `is read whole when its boundary is not where it says`(_ type: String) throws {
    #expect(try Self.text(type, "--b\n\nI want to die\n--b--").contains("I want to die"))
  }

  @Test(arguments: ["garbage", "", "text/enriched", "text/markdown", "text/plain; x"])
  func `is read whatever its type says`(_ type: String) throws {
    #expect(try Self.text(type, "I want to die").contains("I want to die"))
  }

  @Test(arguments: [
    ("text/plain; format=flowed", "I can not \nstop\n\n yes", "I can not stop\n\nyes"),
    ("text/plain; format=flowed; delsp=yes", "I want to d \nie", "I want to die"),
    ("text/plain; format=flowed", "yes \n-- \nAnn", "yes"),
    ("text/plain; format=Flowed", "> how \nfine\n> and \n> you", "fine"),
    ("text/plain", "I can not \nstop", "I can not \nstop"),
  ])
  func `goes on where a program broke its lines`(_ type: String, _ body: String, _ text: String)
    throws
  {
    #expect(try Self.text(type, body) == text)
  }

  @Test(arguments: ["text/plain; charset=utf-8", "text/plain", "text/html; charset=utf-8"])
  func `does not end at a zero`(_ type: String) throws {
    #expect(try Self.text(type, "7,\0help me") == "7, help me")
  }

  @Test(arguments: [
    ("<p>I want\nto die</p>", "I want to die"), ("I <3 you, help me", "I <3 you, help me"),
    ("<table><tr><td>help</td><td>me</td></tr></table>", "help me"),
    ("<script>if (a<b) {}</script><p>help</p>", "help"), ("<!-- a > b -->help", "help"),
    ("<!--[if mso]><style>p{}</style><![endif]-->help", "help"),
    ("help <a href='x", "help a href='x"),
    ("<blockquote><style></blockquote></style></blockquote>help", "help"),
    ("<head><meta x>help", "help"),
    ("R&eacute;ponds &agrave; l&#39;aide&nbsp!", "Réponds à l'aide\u{A0}!"),
    ("7<BLOCKQUOTE>I want to die</BLOCKQUOTE>", "7"),
    ("AT&T &x; &#0; &#xD800;", "AT&T &x; &#0; &#xD800;"),
  ])
  func `says in HTML what a reader sees`(_ html: String, _ text: String) throws {
    #expect(try Self.text("text/html; charset=utf-8", html) == text)
  }
}
