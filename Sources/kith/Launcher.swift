import Daemon

/// Hands over to the daemon.
enum Launcher {
  static func serve(_ options: ServeOptions) async throws {
    do throws(ServeFailure) {
      try await Daemon.serve(options)
    } catch {
      throw Failure(all: error.sentences)
    }
  }
}
