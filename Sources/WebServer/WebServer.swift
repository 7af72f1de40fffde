package import Control
package import Logging
import ServiceLifecycle

/// Serves callbacks, signed links, the control API and the pretend phones over HTTP/1.1.
package struct WebServer: Service {
  private let configuration: WebConfiguration
  private let desk: any Desk
  private let callbacks: any CallbackDesk
  private let logger: Logger
  private let opened: @Sendable ([BoundListener]) async -> Void

  /// A listener that is up.
  package struct BoundListener: Hashable, Sendable {
    package var listener: Listener
    /// The port taken, for TCP.
    package var port: Int?
  }

  /// `opened` is called once, when all listeners are up.
  package init(
    _ configuration: WebConfiguration, desk: any Desk, callbacks: any CallbackDesk,
    logger: Logger, opened: @escaping @Sendable ([BoundListener]) async -> Void = { _ in }
  ) {
    self.configuration = configuration
    self.desk = desk
    self.callbacks = callbacks
    self.logger = logger
    self.opened = opened
  }

  /// Serves until a graceful shutdown, then answers what is under way and returns.
  package func run() async throws(WebServerFault) {
  }
}

/// A listener that could not be opened, in one sentence.
package struct WebServerFault: Error, Hashable, Sendable {
  package var sentence: String
  package init(_ sentence: String) { self.sentence = sentence }
}
