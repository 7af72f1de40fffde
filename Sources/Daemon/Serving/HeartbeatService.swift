internal import ServiceLifecycle

/// Tells somebody else's monitor, at every interval, that all is well; says nothing while it is
/// not, so that the monitor raises the alarm even when we cannot.
package struct HeartbeatService: Service {
  /// True when the monitor took it.
  package typealias Beat = @Sendable () async -> Bool
  /// Returns after the interval; throws when the daemon stops.
  package typealias Wait = @Sendable (Duration) async throws -> Void

  private let every: Duration
  private let isWell: @Sendable () -> Bool
  private let beat: Beat
  private let wait: Wait

  package init(
    every: Duration, isWell: @escaping @Sendable () -> Bool,
    wait: @escaping Wait = { try await Task.sleep(for: $0) }, beat: @escaping Beat
  ) {
    precondition(every > .zero)
    self.every = every
    self.isWell = isWell
    self.wait = wait
    self.beat = beat
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        // A beat that failed is tried again sooner: a monitor that alarms falsely is switched off.
        let heard = isWell() ? await beat() : true
        do { try await wait(heard ? every : min(every, .seconds(30))) } catch { return }
      }
    }
  }
}
