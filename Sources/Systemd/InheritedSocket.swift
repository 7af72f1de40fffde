internal import CSystemd
internal import Glibc

/// A listening socket that systemd opened for us (sd_listen_fds_with_names(3)).
package struct InheritedSocket: Hashable, Sendable {
  /// Ours to close.
  package var descriptor: Int32
  /// `FileDescriptorName=` of the socket unit: `public` or `control`.
  package var name: String

  package init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  /// All of them, in the socket unit's order; empty when there are none. Call it once, before any
  /// other thread runs: it takes the variables out of the environment.
  package static func all() throws(SystemdFailure) -> [InheritedSocket] {
    var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    let count = unsafe sd_listen_fds_with_names(1, &names)
    guard count >= 0 else {
      throw SystemdFailure(what: "take over systemd's sockets", errno: -count)
    }
    guard count > 0, let list = unsafe names else { return [] }
    defer { unsafe free(list) }
    var sockets: [InheritedSocket] = []
    for index in 0..<Int(count) {
      guard let name = unsafe list[index] else { break }
      unsafe sockets.append(
        InheritedSocket(descriptor: firstDescriptor + Int32(index), name: String(cString: name)))
      unsafe free(name)
    }
    return sockets
  }

  /// SD_LISTEN_FDS_START
  private static let firstDescriptor: Int32 = 3
}
