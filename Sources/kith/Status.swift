import ArgumentParser
import Control

/// `kith status`
struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Health, gateways, queue and the next deadline; exit 1 while something is wrong.")

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let answer = try daemon.answer(.status)
    daemon.show(answer)
    if case .status(let report) = answer, !report.healthy { throw Failure.silent }
  }
}
