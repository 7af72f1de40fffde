import ArgumentParser
import Daemon
import Foundation

/// `kith try`
struct Try: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "See it work in a minute: pretend phones, a sample roster, and a fast ladder.",
    discussion: "Nothing leaves this machine. Everything lies in a temporary folder.")

  @Option(help: "The port of the page with the phones, on this machine only.") var port = 8420
  @Option(help: "The folder to use and keep (default: a new temporary one).") var folder: String?

  func validate() throws {
    guard (1...65535).contains(port) else {
      throw ValidationError("Expected --port 1 to 65535, found \(port).")
    }
  }

  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let shared = SharedFiles.find(
      executable: ConfigurationOptions.executable, environment: environment)
    let sandbox: TrySandbox
    do throws(Files.Failure) {
      sandbox = try TrySandbox(
        folder: folder ?? NSTemporaryDirectory()
          + "kith-try-\(ProcessInfo.processInfo.processIdentifier)",
        port: port, shared: shared, now: Now.instant)
    } catch { throw Failure("\(error.path) could not be made: \(error.reason).") }
    Output.print(sandbox.welcome)
    defer { if folder == nil { sandbox.remove() } }
    try await Launcher.serve(sandbox.options)
  }
}
