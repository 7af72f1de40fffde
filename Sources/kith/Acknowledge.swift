import ArgumentParser
import Control

/// `kith ack ALERT --by ID`
struct Acknowledge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ack", abstract: "Say that somebody sees to an alert; what is unsent is cancelled."
  )

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "The alert, as a3.") var alert: String
  @Option(help: "Who sees to it: a person's id.") var by: String

  func run() async throws { try daemon.run(.acknowledge(.init(alert: alert, by: by))) }
}
