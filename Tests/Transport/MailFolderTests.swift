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
