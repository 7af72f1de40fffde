import ArgumentParser
import Control

/// `kith pause ID [--until T]`
struct Pause: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send this person nothing for a while; answers and crisis still pass.")

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "The person's id.") var id: String
  @Option(help: "A date, a time or a span, as 2026-03-01 or 3d; without it, until `kith resume`.")
  var until: String?

  func run() async throws { try daemon.run(.pause(.init(id: id, until: until))) }
}
