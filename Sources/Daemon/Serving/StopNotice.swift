internal import ServiceLifecycle

/// The first to hear of a stop: says so to everybody who should begin nothing new, while the others
/// are ended one after another.
package struct StopNotice: Service {
  private let stop: @Sendable () -> Void

  package init(_ stop: @escaping @Sendable () -> Void) { self.stop = stop }

  package func run() async throws {
    try await gracefulShutdown()
    stop()
  }
}
