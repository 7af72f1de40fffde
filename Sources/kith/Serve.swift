import ArgumentParser
import Daemon

/// `kith serve`
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the daemon; systemd does this.")

  @Option(help: "The configuration (default: /etc/kith/kith.yaml).") var config: String?
  @Option(
    help: "The folder of the secrets (default: $CREDENTIALS_DIRECTORY, or secrets/ beside it).")
  var credentials: String?

  func run() async throws {
    var options = ConfigurationOptions()
    options.config = config
    options.credentials = credentials
    try await Launcher.serve(ServeOptions(places: options.places))
  }
}
