internal import ServiceLifecycle
internal import UnixSignals

/// Reads everything again at each SIGHUP: whole, or not at all.
package struct ReloadService: Service {
  /// Nil when all was taken over, else one sentence of why all was left as it was.
  package typealias Reload = @Sendable () async -> String?

  private let board: StatusBoard
  private let reload: Reload

  package init(board: StatusBoard, reload: @escaping Reload) {
    self.board = board
    self.reload = reload
  }

  package func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      board.reloading()
      board.reloaded(fault: await reload())
    }
  }
}
