import Control
import Foundation
import Logging
import ServiceLifecycle
import WebServer

/// A server on a free port and a socket file of its own, for as long as a test needs it.
struct ServerUnderTest: Sendable {
  let desk: FakeDesk
  let port: Int
  let phonesPort: Int
  let path: String
  private let group: ServiceGroup

  var door: RawClient.Address { .port(port) }
  var phones: RawClient.Address { .port(phonesPort) }
  var control: RawClient.Address { .path(path) }

  /// Begins a graceful stop, as SIGTERM does.
  func stop() async { await group.triggerGracefulShutdown() }

  static func run(
    _ desk: FakeDesk = FakeDesk(), limits: WebConfiguration.Limits = .init(),
    publicURL: @escaping @Sendable () -> String = { "https://checkins.example.org" },
    group: UInt32? = nil,
    isHealthy: @escaping @Sendable () -> Bool = { true },
    _ body: @escaping @Sendable (ServerUnderTest) async throws -> Void
  ) async throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("kith-\(UUID().uuidString.prefix(8)).sock").path
    let (opened, announce) = AsyncStream.makeStream(of: [WebServer.BoundListener].self)
    let configuration = WebConfiguration(
      listeners: [
        Listener(.tcp(host: "127.0.0.1", port: 0), door: .publicDoor),
        Listener(.tcp(host: "127.0.0.1", port: 0), door: .phones),
        Listener(.unix(path: path), door: .control),
      ], control: .init(group: group), limits: limits)
    let server = WebServer(
      configuration, desk: desk, callbacks: desk, logger: quiet, publicURL: publicURL,
      isHealthy: isHealthy,
      opened: { listeners in announce.yield(listeners) })
    let services = ServiceGroup(services: [server], logger: quiet)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { announce.finish() }
        try await services.run()
      }
      for await bound in opened {
        try await body(
          ServerUnderTest(
            desk: desk, port: bound[0].port ?? 0, phonesPort: bound[1].port ?? 0, path: path,
            group: services))
        await services.triggerGracefulShutdown()
      }
      try await tasks.waitForAll()
    }
  }

  static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// A request as text, closed after its answer.
func request(
  _ method: String, _ target: String, _ fields: [String] = [], body: String = ""
) -> String {
  let length = body.isEmpty && method != "POST" ? [] : ["Content-Length: \(body.utf8.count)"]
  let lines = ["\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: close"]
  return (lines + length + fields).joined(separator: "\r\n") + "\r\n\r\n" + body
}

extension String {
  /// The three digits after `HTTP/1.1 `, or 0.
  var status: Int { hasPrefix("HTTP/1.1 ") ? Int(dropFirst(9).prefix(3)) ?? 0 : 0 }
  var bodyText: String {
    guard let end = range(of: "\r\n\r\n") else { return "" }
    return String(self[end.upperBound...])
  }
}
