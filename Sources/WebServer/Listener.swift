/// Where the server listens, and for whom.
package struct Listener: Hashable, Sendable {
  package enum Socket: Hashable, Sendable {
    /// A listening descriptor that systemd opened (sd_listen_fds(3)); the server closes it.
    case inherited(Int32)
    /// A literal IPv4 or IPv6 address, or `localhost`; port 0 takes a free one.
    case tcp(host: String, port: Int)
    /// A socket file with mode 0660; one that nobody listens on any more is replaced.
    case unix(path: String)
  }

  package enum Door: Hashable, Sendable {
    /// `/hooks/`, `/p/`, `/healthz`, and nothing else.
    case publicDoor
    /// `/api/`, for peers whom the kernel vouches for; Unix sockets only.
    case control
    /// `/phones`, loopback only, and only where every gateway is the sandbox.
    case phones
  }

  package var socket: Socket
  package var door: Door

  package init(_ socket: Socket, door: Door) {
    self.socket = socket
    self.door = door
  }
}
