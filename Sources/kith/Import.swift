import ArgumentParser
import Control
import Daemon
import Foundation
import Reading

/// `kith import FILE|- [--dry-run]`
struct Import: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Enrol everybody in a roster: all of it, or with every fault told, nothing.",
    discussion: "Twice the same changes nothing. What people chose themselves is kept and reported."
  )

  @OptionGroup var daemon: DaemonOptions
  @Argument(help: "The roster, a CSV file; - reads standard input.") var file: String
  @Flag(help: "Say what would change, and change nothing.") var dryRun = false

  func run() async throws {
    let name = file == "-" ? "standard input" : file
    let bytes = try file == "-" ? StandardInput.read() : Files.bytes(file)
    let text: String
    do throws(ReadingFaults) {
      text = try SourceText.decode(bytes, file: name)
    } catch { throw Failure(error.faults) }
    try daemon.run(.importRoster(.init(text: text, file: name, dryRun: dryRun)))
  }
}
