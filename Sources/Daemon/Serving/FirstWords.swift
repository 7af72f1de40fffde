internal import ServiceLifecycle

/// Says something once, in its own time, and rests until the stop.
struct FirstWords: Service {
  let say: @Sendable () async -> Void

  func run() async throws {
    await say()
    try? await gracefulShutdown()
  }
}
