/// Who asks, for permission and for the record.
package enum Caller: Hashable, Sendable {
  /// A process on this machine, as the kernel vouches for it (unix(7), SO_PEERCRED).
  case local(Peer)
  /// Whoever holds a signed link; the token alone says what they may do.
  case link
  /// The pretend phones' page, which is there only where every gateway is the sandbox.
  case phones

  package struct Peer: Hashable, Sendable {
    package var process: Int32
    package var user: UInt32
    package var group: UInt32
    package init(process: Int32, user: UInt32, group: UInt32) {
      self.process = process
      self.user = user
      self.group = group
    }
  }

  /// For the record: a code without personal data, as `uid 1000`.
  package var code: String {
    switch self {
    case .local(let peer): "uid \(peer.user)"
    case .link: "link"
    case .phones: "phones"
    }
  }
}
