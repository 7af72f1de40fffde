internal import ServiceLifecycle

/// The conductor's thread as a service: ends when nothing is in flight any more after a stop.
package struct ConductorService<Core: Turning>: Service {
  private let thread: ConductorThread<Core>
  private let mailbox: ConductorThread<Core>.Loop.Box
  private let ended: @Sendable (ConductorThread<Core>.Loop.Ending) -> Void

  package init(
    thread: ConductorThread<Core>, mailbox: ConductorThread<Core>.Loop.Box,
    ended: @escaping @Sendable (ConductorThread<Core>.Loop.Ending) -> Void = { _ in }
  ) {
    self.thread = thread
    self.mailbox = mailbox
    self.ended = ended
  }

  package func run() async throws {
    let ending = try await withTaskCancellationHandler {
      try await withGracefulShutdownHandler {
        try await thread.run()
      } onGracefulShutdown: {
        mailbox.finish()
      }
    } onCancel: {
      mailbox.finish()
    }
    ended(ending)
    if case .failed(let reason) = ending { throw RunningFailure(reason) }
  }
}
