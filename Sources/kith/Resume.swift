import ArgumentParser
import Control

/// `kith resume ID`
struct Resume: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "End a person's pause.")

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "The person's id.") var id: String

  func run() async throws { try daemon.run(.resume(.init(id: id))) }
}
