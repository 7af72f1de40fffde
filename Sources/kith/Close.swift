import ArgumentParser
import Control

/// `kith close ALERT --outcome … [--note …]`
struct Close: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Close an alert, and say how it ended.")

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "The alert, as a3.") var alert: String
  @Option(help: "One word of how it ended, as reached or no-answer.") var outcome: String
  @Option(help: "Anything the next reader should know, in your own words; it is sealed.") var note:
    String?

  func run() async throws {
    try daemon.run(.close(.init(alert: alert, outcome: outcome, note: note)))
  }
}
