import Foundation
import Gateways
import Messages
import Testing
import Transport

/// A server that a script of `Tests/Peers` sets up in a folder of its own, and stops when we end.
final class Host: Sendable {
  let script: String
  let folder: String
  let base: Int

  /// Starts it on ports that are free.
  init(_ script: String, _ arguments: [String] = []) throws {
    self.script = script
    folder = NSTemporaryDirectory() + "kith-host-\(UUID())"
    try Self.run(script, ["start", folder, "0"] + arguments)
    let text = try String(contentsOfFile: folder + "/base", encoding: .utf8)
    base = Int(text.prefix(while: \.isNumber)) ?? 0
  }

  func run(_ verb: String, _ arguments: [String] = []) throws {
    try Self.run(script, [verb, folder] + arguments)
  }

  private static func run(_ script: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: Peer.folder + script)
    process.arguments = arguments
    let owner = ["OWNER": "\(getpid())"]
    process.environment = ProcessInfo.processInfo.environment.merging(owner) { $1 }
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
  }

  static func has(_ programs: String...) -> Bool {
    programs.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// It writes to system users' mailboxes, so it needs root.
  static let canRunMailHost =
    has("/usr/sbin/postfix", "/usr/sbin/dovecot", "/usr/lib/dovecot/lmtp", "/usr/lib/dovecot/imap")
    && getuid() == 0
  static let canRunKannel = has("/usr/sbin/bearerbox", "/usr/lib/kannel/test/fakesmsc")
}

@Suite(
  .enabled(if: Host.canRunMailHost, "needs root, postfix, dovecot-imapd and dovecot-lmtpd"),
  .serialized)
struct `Postfix and Dovecot` {
  static let host = Result { try Host("mailhost.sh") }

  static func send(to: String) async throws -> WireResult {
    let message = OutgoingMessage(
      id: MessageID(1), attempt: 1, channel: .email, to: to, text: "Hi",
      reference: "0123456789abcdef")
    let request = SMTPRequest(
      url: "smtp://127.0.0.1:\(try host.get().base)", requireTLS: false, from: "kith@example.org",
      message: message)
    return try await Client().perform(.smtp(request))
  }

  static func mailbox(_ name: String, password: String = "secret", folder: String = "INBOX") throws
    -> MailFolder
  {
    MailFolder(
      MailFolderSettings(
        url: "imap://127.0.0.1:\(try host.get().base + 2)", username: "\(name)@example.net",
        password: password, requireTLS: false, folder: folder))
  }

  static func deliver(_ text: String, to name: String) throws {
    let file = NSTemporaryDirectory() + "kith-mail-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let mail = "From: a@example.org\r\nMessage-ID: <\(UUID())@x>\r\n\r\n\(text)\r\n"
    try Data(mail.utf8).write(to: URL(filePath: file))
    try host.get().run("deliver", ["\(name)@example.net", file])
  }

  @Test(arguments: [("ann", 250), ("gone", 550), ("busy", 451)])
  func `answer a mail as its recipient deserves`(name: String, code: Int) async throws {
    let result = try await Self.send(to: "\(name)@example.net")
    #expect(result.mailCode == code, "\(result)")
  }

  /// Over TLS, trusting the authority that signed the server's certificate, or another file's.
  private static func tls(_ url: String, trusting file: String = "ca.pem") throws -> MailFolder {
    var trust = TransportSettings()
    trust.certificatesPath = "\(try host.get().folder)/tls/\(file)"
    return MailFolder(
      MailFolderSettings(url: url, username: "tia@example.net", password: "secret"),
      transport: trust)
  }

  private static func urls(_ name: String) throws -> [String] {
    let base = try host.get().base
    return ["imap://\(name):\(base + 2)", "imaps://\(name):\(base + 3)"]
  }

  @Test func `hand mails over by STARTTLS and by TLS from the first byte`() async throws {
    try Self.deliver("one", to: "tia")
    for url in try Self.urls("localhost") {
      let mails = try await Self.tls(url).fetch(after: MailPosition(validity: 1, number: 1))
      #expect(!mails.isEmpty, "\(url)")
    }
  }

  @Test(arguments: [
    ("stranger.pem", "certificate of an unknown issuer"),
    ("none.pem", "certificates to trust cannot be read"),
  ])
  func `get no password where their certificate is not trusted`(file: String, reason: String)
    async throws
  {
    for url in try Self.urls("localhost") {
      let folder = try Self.tls(url, trusting: file)
      let failure = await #expect(throws: WireFailure.self) { try await folder.look(after: nil) }
      #expect(failure?.reason.hasPrefix(reason) == true, "\(url): \(failure?.reason ?? "")")
    }
  }

  @Test(arguments: [("ca.pem", true), ("stranger.pem", false)])
  func `take mails by STARTTLS from who trusts their certificate`(file: String, taken: Bool)
    async throws
  {
    var trust = TransportSettings()
    trust.certificatesPath = "\(try Self.host.get().folder)/tls/\(file)"
    let message = OutgoingMessage(
      id: MessageID(1), attempt: 1, channel: .email, to: "ann@example.net", text: "Hi",
      reference: "0123456789abcdef")
    let request = SMTPRequest(
      url: "smtp://localhost:\(try Self.host.get().base)", requireTLS: true,
      from: "kith@example.org", message: message)
    let result = try await Client(settings: trust).perform(.smtp(request))
    let refused = WireFailure(
      mayHaveArrived: false, permanent: true, reason: "certificate of an unknown issuer")
    #expect(taken ? result.mailCode == 250 : result == .failure(refused), "\(result)")
  }

  @Test func `hand over what came since, whether it was seen or not`() async throws {
    let mailbox = try Self.mailbox("kim")
    #expect(try await mailbox.fetch(after: nil).isEmpty)
    for text in ["one", "two", "three"] { try Self.deliver(text, to: "kim") }
    let all = try await mailbox.fetch(after: nil)
    #expect(all.map { String(decoding: $0.bytes, as: UTF8.self).suffix(7) }.count == 3)
    #expect(String(decoding: try #require(all.first).bytes, as: UTF8.self).hasSuffix("one\r\n"))
    let first = try #require(all.first).position
    let again = try await mailbox.fetch(after: first)
    #expect(again == Array(all.dropFirst()))
    #expect(try await mailbox.fetch(after: first, count: 1) == [all[1]])
    let last = try #require(all.last).position
    #expect(try await mailbox.fetch(after: last).isEmpty)
    try Self.deliver("four", to: "kim")
    #expect(try await mailbox.fetch(after: last).count == 1)
  }

  @Test func `hand over what came lately, seen or not, when the folder was numbered anew`()
    async throws
  {
    let mailbox = try Self.mailbox("lee")
    try Self.deliver("one", to: "lee")
    #expect(try await mailbox.fetch(after: nil).count == 1)
    let other = MailPosition(validity: 1, number: 99)
    let mails = try await mailbox.fetch(after: other)
    #expect(mails.count == 1)
    #expect(mails.first?.position.validity != 1)
    let inAMonth = Int64(Date.now.timeIntervalSince1970) + 40 * 86400
    #expect(try await mailbox.look(after: other, now: inAMonth).mails.isEmpty)
  }

  @Test func `let a first look begin behind what somebody has seen`() async throws {
    let mailbox = try Self.mailbox("ned")
    for text in ["one", "two"] { try Self.deliver(text, to: "ned") }
    #expect(try await mailbox.fetch(after: nil).count == 2)
    let first = try await mailbox.look(after: nil)
    #expect(first.mails.isEmpty && first.isLast && first.position.number == 2)
    try Self.deliver("three", to: "ned")
    #expect(try await mailbox.fetch(after: first.position).count == 1)
    let part = try await mailbox.look(
      after: MailPosition(validity: first.position.validity, number: 0), count: 2)
    #expect(part.mails.count == 2 && !part.isLast && part.position.number == 2)
  }

  @Test func `move what is recorded`() async throws {
    try Self.deliver("one", to: "max")
    try Self.deliver("two", to: "max")
    let mailbox = try Self.mailbox("max")
    let mails = try await mailbox.fetch(after: nil)
    try await mailbox.move(mails.map(\.position), to: "Processed")
    let validity = try #require(mails.first).position.validity
    let start = MailPosition(validity: validity, number: 0)
    #expect(mails.count == 2)
    #expect(try await mailbox.fetch(after: start).isEmpty)
  }

  @Test func `refuse a wrong password at once`() async throws {
    let mailbox = try Self.mailbox("kim", password: "wrong")
    let failure = WireFailure(mayHaveArrived: false, permanent: true, reason: "login refused")
    await #expect(throws: failure) { try await mailbox.fetch(after: nil) }
  }
}

@Suite(.enabled(if: Host.canRunKannel, "needs kannel and kannel-extras"))
struct `Kannel` {
  @Test func `takes a text, reports its delivery and brings the reply`() async throws {
    let recorder = try Peer("recorder.py", ["--status", "200", "--body", ""])
    let callbacks = "http://127.0.0.1:\(recorder.port)"
    let kannel = try Host("kannel.sh", [callbacks + "/reply?from=%p&text=%a"])
    let client = try Client()
    func get(_ url: String) async -> WireResult {
      await client.perform(.http(HTTPRequest(method: "GET", url: url)))
    }
    let report = "\(callbacks)/report?state=%25d"
      .replacing(":", with: "%3A").replacing("/", with: "%2F").replacing("?", with: "%3F")
    let sent = await get(
      "http://127.0.0.1:\(kannel.base + 3)/cgi-bin/sendsms?username=tester&password=secret"
        + "&from=12345&to=%2B46709876543&text=Hi&dlr-mask=31&dlr-url=\(report)")
    #expect(sent.status == 202)
    #expect(sent.body == Array("0: Accepted for delivery".utf8))
    try kannel.run("reply", ["+46709876543", "12345", "Yes thanks"])
    var seen = ""
    for _ in 1...200 where !(seen.contains("state=1") && seen.contains("Yes+thanks")) {
      // The recorder answers after a moment, which is all the waiting there is.
      _ = await get("\(callbacks)/late/50")
      seen = String(decoding: await get("\(callbacks)/seen?re").body ?? [], as: UTF8.self)
    }
    #expect(seen.contains("/report?state=8") && seen.contains("/report?state=1"))
    #expect(seen.contains("/reply?from=%2B46709876543&text=Yes+thanks"))
  }
}
