package import Logging
package import ServiceLifecycle
internal import UnixSignals

/// The running parts of the daemon and the order in which they end.
package struct DaemonServices {
  /// From the signal to the moment when what still runs is cut off; below the unit's
  /// TimeoutStopSec.
  package static let stopWithin: Duration = .seconds(35)

  /// What carries messages out: ends last, after every outcome is committed.
  package var transport: any Service
  package var conductor: any Service
  /// What ends at once: reload, heartbeat, catching up.
  package var others: [any Service]
  /// Ends before the conductor does, which answers what is still under way.
  package var web: any Service
  package var stopNotice: StopNotice

  package init(
    transport: any Service, conductor: any Service, others: [any Service], web: any Service,
    stopNotice: StopNotice
  ) {
    self.transport = transport
    self.conductor = conductor
    self.others = others
    self.web = web
    self.stopNotice = stopNotice
  }

  /// Runs until SIGTERM, SIGINT, or until a part fails, which ends the others.
  package func run(logger: Logger) async throws {
    // A group ends its services from the last to the first, each when the one after it has ended.
    let services: [any Service] =
      [transport, conductor] + others + [web, stopNotice]
    // A part that fails ends the others as a signal does: what is under way is answered, 503 at
    // worst, and no connection is dropped half taken.
    var configuration = ServiceGroupConfiguration(
      services: services.map {
        .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup)
      }, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = Self.stopWithin
    try await ServiceGroup(configuration: configuration).run()
  }
}
