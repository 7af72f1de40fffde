import Foundation
import Glibc
import ServiceLifecycle
import Testing
import WebServer

@Suite struct `A listener` {
  @Test func `inherited from systemd is served like one of our own`() async throws {
    let tcp = try #require(Inherited.tcp())
    let path = temporaryPath()
    let unix = try #require(Inherited.unix(path))
    try await run([
      Listener(.inherited(tcp.descriptor), door: .publicDoor),
      Listener(.inherited(unix), door: .control),
    ]) { bound in
      #expect(bound.first?.port == tcp.port)
      let health = await RawClient.exchange(.port(tcp.port), request("GET", "/healthz"))
      #expect(health.status == 200)
      let people = await RawClient.exchange(.path(path), request("GET", "/api/queries/people"))
      #expect(people.bodyText == "[]")
    }
    #expect(FileManager.default.fileExists(atPath: path))
    try FileManager.default.removeItem(atPath: path)
  }

  @Test func `replaces a socket file that nobody listens on any more`() async throws {
    let path = temporaryPath()
    close(try #require(Inherited.unix(path)))
    try await run([Listener(.unix(path: path), door: .control)]) { _ in
      #expect(
        await RawClient.exchange(.path(path), request("GET", "/api/queries/people")).status == 200)
    }
  }

  @Test func `leaves another daemon its socket`() async throws {
    let path = temporaryPath()
    try await run([Listener(.unix(path: path), door: .control)]) { _ in
      let fault = await refused(Listener(.unix(path: path), door: .control))
      #expect(fault == "Cannot listen on \(path): another daemon is running there.")
      #expect(
        await RawClient.exchange(.path(path), request("GET", "/api/queries/people")).status == 200)
    }
  }

  @Test func `leaves a file that is no socket`() async throws {
    let path = temporaryPath()
    try "mine".write(toFile: path, atomically: true, encoding: .utf8)
    let fault = await refused(Listener(.unix(path: path), door: .control))
    #expect(fault == "Cannot listen on \(path): a file that is no socket is in the way.")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    try FileManager.default.removeItem(atPath: path)
  }

  @Test(
    arguments: [
      (Listener(.tcp(host: "127.0.0.1", port: 0), door: .control), "needs a Unix socket"),
      (Listener(.unix(path: "/nowhere/at/all.sock"), door: .control), "/nowhere/at/all.sock"),
      (
        Listener(.unix(path: "/tmp/" + String(repeating: "x", count: 120)), door: .control),
        "Cannot listen on /tmp/xxx"
      ),
      (Listener(.tcp(host: "192.0.2.1", port: 0), door: .publicDoor), "Cannot listen on 192.0.2.1"),
      (Listener(.tcp(host: "not a host", port: 0), door: .publicDoor), "not a host:0"),
      (Listener(.inherited(9999), door: .publicDoor), "the inherited descriptor 9999"),
      (Listener(.unix(path: "/tmp/kith-phones-test.sock"), door: .phones), "loopback"),
    ])
  func `that cannot be had says why in a sentence`(listener: Listener, words: String) async throws {
    let fault = try #require(await refused(listener))
    #expect(fault.contains(words))
    #expect(fault.hasSuffix(".") && !fault.contains("\n"))
  }

  @Test func `whose port is taken says so, and the others are closed again`() async throws {
    try await run([Listener(.tcp(host: "127.0.0.1", port: 0), door: .publicDoor)]) { bound in
      let port = bound.first?.port ?? 0
      let path = temporaryPath()
      let fault = await refused(
        Listener(.unix(path: path), door: .control),
        Listener(.tcp(host: "127.0.0.1", port: port), door: .publicDoor))
      #expect(fault == "Cannot listen on 127.0.0.1:\(port): Address already in use.")
      #expect(RawClient(.path(path)) == nil)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func `that fails beside others leaves waiting clients to the next start`() async throws {
    let tcp = try #require(Inherited.tcp())
    let early = try #require(RawClient(.port(tcp.port)))
    let fault = await refused(
      Listener(.inherited(dup(tcp.descriptor)), door: .publicDoor),
      Listener(.tcp(host: "192.0.2.1", port: 0), door: .publicDoor))
    #expect(fault?.contains("192.0.2.1") ?? false)
    try await run([Listener(.inherited(tcp.descriptor), door: .publicDoor)]) { _ in
      await early.send(request("GET", "/healthz"))
      #expect(await early.readToEnd().status == 200)
    }
    early.close()
  }

  private func temporaryPath() -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("kith-\(UUID().uuidString.prefix(8)).sock").path
  }

  private func server(
    _ listeners: [Listener],
    opened: @escaping @Sendable ([WebServer.BoundListener]) async -> Void
  ) -> WebServer {
    let desk = FakeDesk()
    return WebServer(
      WebConfiguration(listeners: listeners),
      desk: desk, callbacks: desk, logger: ServerUnderTest.quiet,
      publicURL: { "https://checkins.example.org" }, opened: opened)
  }

  private func run(
    _ listeners: [Listener],
    _ body: @escaping @Sendable ([WebServer.BoundListener]) async throws -> Void
  ) async throws {
    let (opened, announce) = AsyncStream.makeStream(of: [WebServer.BoundListener].self)
    let server = server(listeners) { announce.yield($0) }
    let services = ServiceGroup(services: [server], logger: ServerUnderTest.quiet)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { announce.finish() }
        try await services.run()
      }
      for await bound in opened {
        try await body(bound)
        await services.triggerGracefulShutdown()
      }
      try await tasks.waitForAll()
    }
  }

  /// The sentence with which these could not be opened, or nil when they could.
  private func refused(_ listeners: Listener...) async -> String? {
    do {
      try await server(listeners, opened: { _ in }).run()
      return nil
    } catch {
      return (error as? WebServerFault)?.sentence ?? "another error: \(error)"
    }
  }
}

/// Listening sockets as a service manager hands them over.
private enum Inherited {
  static func tcp() -> (descriptor: Int32, port: Int)? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = unsafe withUnsafeMutablePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    return bound ? (descriptor, Int(UInt16(bigEndian: name.sin_port))) : nil
  }

  static func unix(_ path: String) -> Int32? {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = unsafe withUnsafePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
      }
    }
    return bound ? descriptor : nil
  }
}
