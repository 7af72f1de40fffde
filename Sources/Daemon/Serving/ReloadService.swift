internal import ServiceLifecycle
internal import UnixSignals

/// Reads everything again at each SIGHUP: whole, or not at all.
package struct ReloadService: Service {
  /// Nil when all was taken over, else one sentence of why all was left as it was.
  package typealias Reload = @Sendable () async -> String?

  private let reload: Reload

  package init(reload: @escaping Reload) { self.reload = reload }

  package func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      _ = await reload()
    }
  }
}
