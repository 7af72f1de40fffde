import Daemon

/// Hands over to the daemon.
enum Launcher {
  static func serve(_ options: ServeOptions) async throws {
    throw Failure("This build has no daemon in it.")
  }
}
