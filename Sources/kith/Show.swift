import ArgumentParser
import Control

/// `kith show ID`
struct Show: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Everything about one person: contacts, consent, mentors, check-ins.")

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "The person's id.") var id: String

  func run() async throws { try daemon.run(.show(.init(id: id))) }
}
