import ArgumentParser
import Control

/// `kith alerts [--open]`
struct Alerts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Matters about people, who was told, and who said they will see to it.")

  @OptionGroup var daemon: DaemonOptions
  @Flag(help: "Only those that are not closed.") var open = false

  func run() async throws { try daemon.run(.alerts(.init(open: open))) }
}
