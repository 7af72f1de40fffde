import ArgumentParser
import Control

/// `kith people [--uncovered]`
struct People: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Everybody Kith knows, their state and their next check-in.")

  @OptionGroup var daemon: DaemonOptions
  @Flag(help: "Only those whom no mentor covers now.") var uncovered = false

  func run() async throws { try daemon.run(.people(.init(uncovered: uncovered))) }
}
