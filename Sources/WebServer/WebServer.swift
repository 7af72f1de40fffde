package import Control
package import Logging
import HummingbirdCore
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Serves callbacks, signed links, the control API and the pretend phones over HTTP/1.1.
package struct WebServer: Service {
  private let configuration: WebConfiguration
  private let desk: any Desk
  private let callbacks: any CallbackDesk
  private let logger: Logger
  private let publicURL: @Sendable () -> String
  private let isHealthy: @Sendable () -> Bool
  private let opened: @Sendable ([BoundListener]) async -> Void

  /// A listener that is up.
  package struct BoundListener: Hashable, Sendable {
    package var listener: Listener
    /// The port taken, for TCP.
    package var port: Int?
  }

  /// `publicURL` is what providers and people use now, absolute, without a slash at its end;
  /// `isHealthy` is what `/healthz` says; `opened` is called once, when all listeners are up.
  package init(
    _ configuration: WebConfiguration, desk: any Desk, callbacks: any CallbackDesk,
    logger: Logger, publicURL: @escaping @Sendable () -> String,
    isHealthy: @escaping @Sendable () -> Bool = { true },
    opened: @escaping @Sendable ([BoundListener]) async -> Void = { _ in }
  ) {
    self.configuration = configuration
    self.desk = desk
    self.callbacks = callbacks
    self.logger = logger
    self.publicURL = publicURL
    self.isHealthy = isHealthy
    self.opened = opened
  }

  /// Serves until a graceful shutdown or cancellation: then nothing new is accepted, what is under
  /// way is answered, and after `limits.quiesce` what is left is closed. Throws a `WebServerFault`
  /// when a listener cannot be opened.
  package func run() async throws {
    let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    do {
      try await serve(on: threads.next())
    } catch {
      try? await threads.shutdownGracefully()
      throw error
    }
    try? await threads.shutdownGracefully()
  }

  private func serve(on loop: any EventLoop) async throws {
    var open: [OpenListener] = []
    do {
      for listener in configuration.listeners {
        open.append(
          try await OpenListener(
            listener, door: door(listener.door), configuration, loop: loop, logger: logger))
      }
    } catch {
      for listener in open { await listener.close() }
      throw error
    }
    let all = open
    await withGracefulShutdownHandler {
      await opened(all.map(\.bound))
      await withDiscardingTaskGroup { group in
        for listener in all { group.addTask { await listener.serve() } }
      }
    } onGracefulShutdown: {
      for listener in all { listener.quiesce(within: configuration.limits.quiesce) }
    }
    for listener in all { await listener.close() }
  }

  private func door(_ kind: Listener.Door) -> any Door {
    let limits = configuration.limits
    return switch kind {
    case .publicDoor:
      PublicDoor(
        address: publicURL, callbacks: callbacks, links: LinkDoor(desk: desk), isHealthy: isHealthy,
        bodyLimit: limits.body,
        multipartLimit: limits.multipartBody, largeBodies: LargeBodies(most: limits.largeBodies))
    case .control:
      ControlDoor(desk: desk, access: configuration.control, bodyLimit: limits.controlBody)
    case .phones: PhonesDoor(desk: desk, bodyLimit: limits.body)
    }
  }
}

/// A listener that could not be opened, in one sentence.
package struct WebServerFault: Error, Hashable, Sendable {
  package var sentence: String
  package init(_ sentence: String) { self.sentence = sentence }
}
