import ArgumentParser
import Control

/// `kith why CHECK-IN|ALERT|PERSON`
struct Why: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The whole story: what happened, when, and why, or why not.")

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "A check-in (c12), an alert (a3), or a person's id.") var subject: String

  func run() async throws { try daemon.run(.why(.init(subject: subject))) }
}
