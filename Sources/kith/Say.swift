import ArgumentParser
import Control

/// `kith say ID TEXT`
struct Say: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send a person your own words; their answer appears in `kith inbox`.")

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "The person's id.") var id: String
  @Argument(help: "What to say.") var text: [String]

  func run() async throws {
    let words = text.joined(separator: " ")
    if words.allSatisfy(\.isWhitespace) { throw Failure("Expected some words to send.", status: 2) }
    try daemon.run(.say(.init(id: id, text: words)))
  }
}
