import ArgumentParser
import Control

/// `kith set ID KEY=VALUE…`
struct SetFields: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Change what is known of a person; keys are the roster's columns."
  )

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "The person's id.") var id: String
  @Argument(help: "KEY=VALUE, as plan=close-watch; an empty value takes it away.")
  var fields: [String]

  func run() async throws {
    let fields = try FieldArguments.read(fields)
    if fields.all.isEmpty { throw Failure("Expected at least one KEY=VALUE.", status: 2) }
    try daemon.run(.set(.init(id: id, fields: fields)))
  }
}
