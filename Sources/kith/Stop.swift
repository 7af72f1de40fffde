import ArgumentParser
import Control

/// `kith stop ID`
struct Stop: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stop every message to this person, as if they had sent STOP.")

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "The person's id.") var id: String

  func run() async throws { try daemon.run(.stop(.init(id: id))) }
}
