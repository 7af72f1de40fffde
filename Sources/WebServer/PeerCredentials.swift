package import Control
import Glibc
import NIOCore

/// `struct ucred` (unix(7), SO_PEERCRED): who was at the other end when it connected.
struct PeerCredentials: Sendable, BitwiseCopyable {
  var process: Int32
  var user: UInt32
  var group: UInt32

  var peer: Caller.Peer { Caller.Peer(process: process, user: user, group: group) }
}

/// The peer's supplementary groups (SO_PEERGROUPS, Linux 4.13), and zeros after them.
struct PeerGroups: Sendable, BitwiseCopyable {
  static let most = 1024
  var groups: InlineArray<1024, UInt32>

  /// Without the empty places.
  var all: [UInt32] { groups.indices.map { groups[$0] }.filter { $0 != 0 } }
}

extension Channel {
  /// Nil when this is no Unix socket, or its peer's credentials cannot be had.
  func peerCredentials() async -> PeerCredentials? {
    guard let options = self as? any SocketOptionProvider else { return nil }
    return try? await options.unsafeGetSocketOption(
      level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED)
    ).get()
  }

  /// Empty where they cannot be had, and for a peer in more groups than `PeerGroups.most`.
  func peerGroups() async -> [UInt32] {
    guard let options = self as? any SocketOptionProvider else { return [] }
    let groups: PeerGroups? = try? await options.unsafeGetSocketOption(
      level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERGROUPS)
    ).get()
    return groups?.all ?? []
  }
}

extension WebConfiguration.ControlAccess {
  /// Root, the server's own user, and the members of the group; group 0 gives nobody access.
  package func allows(
    _ peer: Caller.Peer, memberOf groups: [UInt32], ownUser: UInt32 = geteuid()
  ) -> Bool {
    if peer.user == 0 || peer.user == ownUser { return true }
    guard let group, group != 0 else { return false }
    return peer.group == group || groups.contains(group)
  }
}
