import ArgumentParser
import Control

/// `kith outbox`
struct Outbox: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Messages that are waiting, on their way, or in doubt.")

  @OptionGroup var daemon: DaemonOptions
  @Option(help: "How many, 1 to 1000.") var limit = 100

  func run() async throws {
    guard (1...1000).contains(limit) else {
      throw Failure("Expected a limit from 1 to 1000, found \(limit).", status: 2)
    }
    try daemon.run(.outbox(.init(limit: limit)))
  }
}
