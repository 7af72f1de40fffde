import Glibc
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// How a socket is had, and what it must be for its door.
extension OpenListener {
  @concurrent static func bind(
    _ bootstrap: sending ServerBootstrap, _ listener: Listener, _ http: HTTP1Channel,
    loop: any EventLoop, logger: Logger
  ) async throws -> NIOAsyncChannel<HTTP1Channel.Value, Never> {
    let setUp: @Sendable (any Channel) -> EventLoopFuture<HTTP1Channel.Value> = { channel in
      http.setup(channel: channel, logger: logger)
    }
    do {
      switch listener.socket {
      case .inherited(let descriptor):
        guard isListening(descriptor) else {
          throw WebServerFault("Cannot listen on \(listener.socket.text): it is no such socket.")
        }
        return try await bootstrap.bind(descriptor, childChannelInitializer: setUp)
      case .tcp(let host, let port):
        return try await bootstrap.bind(host: host, port: port, childChannelInitializer: setUp)
      case .unix(let path):
        try await removeStale(path, on: ClientBootstrap(group: loop))
        return try await bootstrap.bind(
          unixDomainSocketPath: path, childChannelInitializer: setUp)
      }
    } catch let fault as WebServerFault {
      throw fault
    } catch {
      throw WebServerFault("Cannot listen on \(listener.socket.text): \(reason(error)).")
    }
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? IOError else { return "\(error)" }
    return unsafe String(cString: strerror(error.errnoCode))
  }

  /// NIO ends the process over a descriptor that is none.
  private static func isListening(_ descriptor: Int32) -> Bool {
    var answer: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    return unsafe getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &answer, &length) == 0
      && answer == 1
  }

  /// Removes a socket file that nobody listens on; refuses one that is in use or no socket.
  private static func removeStale(_ path: String, on client: ClientBootstrap) async throws {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw WebServerFault("Cannot listen on \(path): a file that is no socket is in the way.")
    }
    if let answered = try? await client.connect(unixDomainSocketPath: path).get() {
      try? await answered.close()
      throw WebServerFault("Cannot listen on \(path): another daemon is running there.")
    }
    unsafe unlink(path)
  }

  /// The control API needs peers the kernel vouches for; the phones are shown to this machine only.
  static func check(
    _ listener: Listener, _ channel: any Channel, _ access: WebConfiguration.ControlAccess
  ) async throws {
    let address = channel.localAddress
    let fault: String?
    switch listener.door {
    case .publicDoor: fault = nil
    case .control: fault = address?.pathname == nil ? "the control API needs a Unix socket" : nil
    case .phones:
      fault = address?.isLoopback ?? false ? nil : "the phones are for loopback addresses only"
    }
    if fault == nil, case .unix(let path) = listener.socket {
      return try await share(path, with: access, closing: channel)
    }
    guard let fault else { return }
    try? await channel.close()
    if case .unix(let path) = listener.socket { unsafe unlink(path) }
    throw WebServerFault("Cannot listen on \(listener.socket.text): \(fault).")
  }

  /// Mode 0660 and the group's. Before, the file has what umask(2) left: less.
  private static func share(
    _ path: String, with access: WebConfiguration.ControlAccess, closing channel: any Channel
  ) async throws {
    let given = access.group.map { give(path, to: $0) } ?? true
    guard given, unsafe chmod(path, 0o660) == 0 else {
      let reason = unsafe String(cString: strerror(errno))
      try? await channel.close()
      throw WebServerFault("Cannot give \(path) mode 0660 and its group: \(reason).")
    }
  }

  /// Nothing to do where the file has that group already: a service may be forbidden to ask.
  private static func give(_ path: String, to group: UInt32) -> Bool {
    var status = stat()
    if unsafe stat(path, &status) == 0, status.st_gid == group { return true }
    return unsafe chown(path, uid_t.max, group) == 0
  }
}

extension Listener.Socket {
  /// As a person would write it.
  package var text: String {
    switch self {
    case .inherited(let descriptor): "the inherited descriptor \(descriptor)"
    case .tcp(let host, let port): "\(host):\(port)"
    case .unix(let path): path
    }
  }
}
