internal import ServiceLifecycle

/// Waits for the stop, then ends something that takes its time, such as the transport.
package struct LastService: Service {
  private let end: @Sendable () async -> Void

  package init(_ end: @escaping @Sendable () async -> Void) { self.end = end }

  package func run() async throws {
    // A cancelled wait ends it as well.
    try? await gracefulShutdown()
    await end()
  }
}
