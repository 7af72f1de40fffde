internal import Logging
internal import ServiceLifecycle
internal import Systemd

/// Runs the daemon until it is told to stop (SIGTERM, SIGINT), or cannot go on. Whoever starts it
/// prints the sentences of a failure; `systemctl status` shows the first.
package func serve(_ options: ServeOptions) async throws(ServeFailure) {
  let queue = LogQueue(write: LogWriter.chosen())
  let logger = Logger(label: "kith") { _ in QueueLogHandler(queue: queue) }
  let result = await run(options, queue: queue, logger: logger)
  if case .failure(let failure) = result {
    ServiceManager().notify(.status(failure.sentences.first ?? ""))
  }
  await queue.end()
  try result.get()
}

private func run(_ options: ServeOptions, queue: LogQueue, logger: Logger) async
  -> Result<Void, ServeFailure>
{
  do throws(ServeFailure) {
    let sockets: [InheritedSocket]
    do throws(SystemdFailure) { sockets = try InheritedSocket.all() } catch {
      throw ServeFailure(error.description)
    }
    let house = try RunningHouse(options, sockets: sockets, queue: queue, logger: logger)
    try await house.run()
    return .success(())
  } catch {
    return .failure(error)
  }
}
