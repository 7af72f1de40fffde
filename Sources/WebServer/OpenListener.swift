import Glibc
import HummingbirdCore
import Logging
import NIOCore
import NIOExtras
import NIOPosix

/// A listening socket, inherited or our own, and the connections it accepted.
struct OpenListener: Sendable {
  let bound: WebServer.BoundListener
  private let http: HTTP1Channel
  private let socket: NIOAsyncChannel<HTTP1Channel.Value, Never>
  private let quiescing: ServerQuiescingHelper
  private let connections: NIOLoopBound<Connections>
  private let logger: Logger

  init(
    _ listener: Listener, door: any Door, _ configuration: WebConfiguration,
    loop: any EventLoop, logger: Logger
  ) async throws {
    let limits = configuration.limits
    let connections = try await loop.submit {
      NIOLoopBound(Connections(limits), eventLoop: loop)
    }.get()
    let http = HTTP1Channel(
      responder: { request, writer, channel in
        try await door.respond(request, writer, channel)
      },
      configuration: .init(
        additionalChannelHandlers: [
          RequestDeadlines(limits, connections: connections.value)
        ],
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: limits.headers, maxHeaderListSize: limits.headers,
          maxHeaderFieldCount: limits.headerFields)))
    let quiescing = ServerQuiescingHelper(group: loop)
    let bootstrap = ServerBootstrap(group: loop)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // Who comes before all listeners are open waits in the kernel's queue, where the next start
      // finds them should this one fail; NIO ends the process over one that nobody took.
      .serverChannelOption(.autoRead, value: false)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Admission(connections.value))
          try channel.pipeline.syncOperations.addHandler(
            quiescing.makeServerChannelHandler(channel: channel))
        }
      }
    self.socket = try await Self.bind(bootstrap, listener, http, loop: loop, logger: logger)
    try await Self.check(listener, socket.channel, configuration.control)
    self.bound = WebServer.BoundListener(
      listener: listener, port: socket.channel.localAddress?.port)
    self.http = http
    self.quiescing = quiescing
    self.connections = connections
    self.logger = logger
  }

  /// Until the socket is closed and the last connection has ended.
  func serve() async {
    let http = http
    let logger = logger
    await withDiscardingTaskGroup { group in
      try? await socket.executeThenClose { accepted in
        try await socket.channel.setOption(.autoRead, value: true).get()
        for try await connection in accepted {
          group.addTask { await http.handle(value: connection, logger: logger) }
        }
      }
    }
  }

  /// Accepts nothing more, lets answers under way go out, and closes what is left after `time`.
  func quiesce(within time: Duration) {
    quiescing.initiateShutdown(promise: nil)
    let connections = connections
    socket.channel.eventLoop.scheduleTask(in: TimeAmount(time)) { connections.value.closeAll() }
  }

  /// Closes the socket and removes the file that was made for it.
  func close() async {
    try? await socket.channel.close()
    if case .unix(let path) = bound.listener.socket { unsafe unlink(path) }
  }
}
