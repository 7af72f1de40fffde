import Foundation
import Gateways
import Testing
import Transport

/// Takes one connection and says nothing.
private final class SilentServer: Sendable {
  let port: Int
  private let listener: Int32

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let size = length
    let listener = listener
    let isOpen = unsafe withUnsafeMutablePointer(to: &address) { place in
      unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        unsafe bind(listener, place, size) == 0 && listen(listener, 1) == 0
          && getsockname(listener, place, &length) == 0
      }
    }
    guard isOpen else { throw CocoaError(.fileReadUnknown) }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(listener) }

  /// Returns when somebody has connected.
  func takesOne() async -> Int32 {
    let listener = listener
    return await withCheckedContinuation { done in
      Thread.detachNewThread { done.resume(returning: accept(listener, nil, nil)) }
    }
  }
}

@Suite struct `A mailbox whose server hangs` {
  @Test func `is left within two seconds when we stop`() async throws {
    let server = try SilentServer()
    var limits = TransportLimits()
    limits.totalTimeout = .seconds(20)
    limits.replyTimeout = .seconds(20)
    let folder = MailFolder(
      MailFolderSettings(
        url: "imap://127.0.0.1:\(server.port)", username: "ann", password: "secret",
        requireTLS: false), limits: limits)
    async let taken = server.takesOne()
    let look = Task { () async -> WireFailure? in
      do throws(WireFailure) { _ = try await folder.look(after: nil) } catch { return error }
      return nil
    }
    let connection = await taken
    defer { close(connection) }
    let began = ContinuousClock.now
    look.cancel()
    #expect(await look.value?.reason == "cancelled")
    #expect(ContinuousClock.now - began < .seconds(5))
  }
}

@Suite struct `A mailbox with more mails than a line has room for` {
  static let first: UInt32 = 100_001
  static let last: UInt32 = 120_000
  let peer: Peer
  let folder: MailFolder

  init() throws {
    peer = try Peer(
      "mailfolder.py", ["--first", "\(Self.first)", "--count", "\(Self.last - Self.first + 1)"])
    folder = MailFolder(
      MailFolderSettings(
        url: "imap://127.0.0.1:\(peer.port)", username: "ann", password: "secret",
        requireTLS: false))
  }

  @Test func `is looked through to its end the first time, and not beyond`() async throws {
    let look = try await folder.look(after: nil)
    #expect(look.mails.isEmpty && look.isLast)
    #expect(look.position == MailPosition(validity: 7, number: Self.last))
  }

  @Test func `hands over every mail after a long absence, in order`() async throws {
    var position = MailPosition(validity: 7, number: Self.last - 15_000)
    for _ in 1...3 {
      let look = try await folder.look(after: position, count: 20)
      #expect(
        look.mails.map(\.position.number) == Array(position.number + 1...position.number + 20))
      #expect(!look.isLast)
      position = look.position
    }
    let rest = try await folder.look(after: MailPosition(validity: 7, number: Self.last - 2))
    #expect(rest.mails.map(\.position.number) == [Self.last - 1, Self.last] && rest.isLast)
  }

  @Test func `whose numbers begin late is looked through in portions`() async throws {
    var look = try await folder.look(after: MailPosition(validity: 7, number: 3))
    #expect(look.mails.count == 50 && look.mails.first?.position.number == Self.first)
    look = try await folder.look(after: MailPosition(validity: 7, number: Self.last + 5))
    #expect(look.mails.isEmpty && look.isLast && look.position.number == Self.last + 5)
  }
}

@Suite struct `A mailbox without mails` {
  @Test func `has nothing to hand over`() async throws {
    let peer = try Peer("mailfolder.py", ["--count", "0"])
    let folder = MailFolder(
      MailFolderSettings(
        url: "imap://127.0.0.1:\(peer.port)", username: "ann", password: "secret",
        requireTLS: false))
    let look = try await folder.look(after: nil)
    #expect(look.mails.isEmpty && look.isLast && look.position.number == 0)
  }
}
