import ArgumentParser
import Control

/// `kith away ID --from D --to D [--cover ID]`
struct Away: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say when a mentor is away, and who covers for them.")

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "The mentor's id.") var id: String
  @Option(help: "The first day, as 2026-07-01.") var from: String
  @Option(help: "The last day.") var to: String
  @Option(help: "Who covers; without it the next step of each ladder runs at once.")
  var cover: String?

  func run() async throws {
    try daemon.run(.away(.init(id: id, from: from, to: to, cover: cover)))
  }
}
