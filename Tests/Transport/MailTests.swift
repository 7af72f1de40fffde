import Foundation
import Gateways
import Messages
import Testing
import Transport

@Suite(.enabled(if: Peer.hasMailServer, "needs python3-aiosmtpd")) struct `A mail` {
  static let server = Result { try Peer("mailserver.py", needs: "aiosmtpd") }

  static func request(
    _ port: Int, to: String, requireTLS: Bool = false, login: (String, String)? = nil
  ) -> WireRequest {
    let message = OutgoingMessage(
      id: MessageID(1), attempt: 1, channel: .email, to: to, text: "Hi",
      reference: "0123456789abcdef")
    return .smtp(
      SMTPRequest(
        url: "smtp://localhost:\(port)", username: login?.0, password: login?.1,
        requireTLS: requireTLS, from: "kith@example.org", message: message))
  }

  func send(to: String, limits: TransportLimits = TransportLimits()) async throws -> WireResult {
    let client = try Client(limits: limits)
    return await client.perform(Self.request(try Self.server.get().port, to: to))
  }

  @Test(arguments: [
    ("ann@example.net", 250, "2.0.0 Ok: queued as D6E651420FA"),
    ("gone@example.net", 550, "5.1.1 No such user"),
    ("busy@example.net", 451, "4.7.1 Try again later"),
    ("refused@example.net", 554, "5.7.1 this"),
    ("later@example.net", 451, "4.3.0 Not now"),
  ])
  func `ends with the server's last word`(_ to: String, _ code: Int, _ text: String) async throws {
    let result = try await send(to: to)
    #expect(result == .smtpReply(code: code, text: text), "\(result)")
  }

  @Test(arguments: ["mute@example.net", "lost@example.net"])
  func `that was sent wholly and never confirmed may have arrived`(_ to: String) async throws {
    var limits = TransportLimits()
    limits.totalTimeout = .milliseconds(500)
    let failure = try await send(to: to, limits: limits).failure
    #expect(failure?.mayHaveArrived == true)
    #expect(failure?.permanent == false)
  }

  @Test func `is not touched by the fate of the one before it`() async throws {
    let client = try Client()
    let port = try Self.server.get().port
    let fates = [
      ("ann", 250), ("gone", 550), ("bob", 250), ("refused", 554), ("eve", 250), ("busy", 451),
      ("later", 451), ("kim", 250),
    ]
    for (name, code) in fates {
      let result = await client.perform(Self.request(port, to: "\(name)@example.net"))
      #expect(result.mailCode == code, "\(name): \(result)")
    }
  }

  @Test func `arrives as it was made, a line that begins with a dot included`() async throws {
    let log = NSTemporaryDirectory() + "kith-mail-\(UUID()).jsonl"
    defer { try? FileManager.default.removeItem(atPath: log) }
    let peer = try Peer("mailserver.py", ["--log", log], needs: "aiosmtpd")
    let client = try Client()
    for _ in 1...2 {
      let result = await client.perform(Self.request(peer.port, to: "ann@example.net"))
      #expect(result.mailCode == 250)
    }
    struct Mail: Decodable {
      var from: String
      var to: [String]
      var data: String
    }
    let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
    let mails = try lines.map { try JSONDecoder().decode(Mail.self, from: Data($0.utf8)) }
    #expect(mails.count == 2)
    #expect(mails.first?.from == "kith@example.org")
    #expect(mails.first?.to == ["ann@example.net"])
    #expect(mails.allSatisfy { $0.data == testMail })
  }

  @Test(arguments: ["", "a b@example.net", "a@b>\r\nDATA", "a\u{0}@b"])
  func `does not leave to a malformed address`(_ to: String) async throws {
    let failure = WireFailure.malformed("malformed mail address")
    #expect(try await send(to: to) == .failure(failure))
  }

  @Test func `does not leave when it cannot be made`() async throws {
    let reason = WireFailure(mayHaveArrived: false, permanent: true, reason: "no such body")
    let client = try Client(mailBody: { (_) throws(WireFailure) in throw reason })
    let request = Self.request(try Self.server.get().port, to: "ann@example.net")
    #expect(await client.perform(request) == .failure(reason))
  }

  @Test func `does not leave in the clear where TLS is required`() async throws {
    let client = try Client()
    let port = try Self.server.get().port
    let request = Self.request(port, to: "ann@example.net", requireTLS: true)
    let failure = WireFailure(
      mayHaveArrived: false, permanent: true, reason: "server offers no TLS")
    #expect(await client.perform(request) == .failure(failure))
  }
}

@Suite(.enabled(if: Peer.hasMailServer, "needs python3-aiosmtpd"))
struct `A mail server with a login` {
  func send(certificate: String, login: (String, String)) async throws -> WireResult {
    let certificates = try Certificates.made.get()
    let peer = try Peer(
      "mailserver.py",
      ["--login", "kith", "secret", "--tls"] + certificates.pair(certificate), needs: "aiosmtpd")
    var settings = TransportSettings()
    settings.certificatesPath = certificates.authority
    var limits = TransportLimits()
    limits.connectTimeout = .seconds(2)
    let client = try Client(limits: limits, settings: settings)
    let request = `A mail`.request(
      peer.port, to: "ann@example.net", requireTLS: true, login: login)
    return await client.perform(request)
  }

  @Test func `takes a mail after STARTTLS and the right password`() async throws {
    #expect(try await send(certificate: "good", login: ("kith", "secret")).mailCode == 250)
  }

  @Test func `is told a wrong password once, and its answer counts`() async throws {
    let result = try await send(certificate: "good", login: ("kith", "wrong"))
    #expect(result.mailCode == 535, "\(result)")
  }

  @Test func `gets no password under an expired certificate`() async throws {
    let result = try await send(certificate: "expired", login: ("kith", "secret"))
    let failure = WireFailure(
      mayHaveArrived: false, permanent: true, reason: "certificate has expired")
    #expect(result == .failure(failure))
  }
}
