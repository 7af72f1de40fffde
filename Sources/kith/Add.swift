import ArgumentParser
import Control

/// `kith add ID KEY=VALUE…`
struct Add: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Enrol one person; keys are the roster's columns.",
    discussion: "Example: kith add ann name=Ann sms=+15005550001 zone=America/New_York plan=daily")

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "A short id of your own, as in the roster.") var id: String
  @Argument(help: "KEY=VALUE, as name=Ann or mentors=ben:reach-out.") var fields: [String]

  func run() async throws {
    try daemon.run(.add(.init(id: id, fields: FieldArguments.read(fields))))
  }
}
