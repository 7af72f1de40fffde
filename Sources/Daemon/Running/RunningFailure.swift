internal import Glibc

/// What the machine refused to the running daemon.
package struct RunningFailure: Error, Hashable, Sendable, CustomStringConvertible {
  package var description: String

  package init(_ sentence: String) { description = sentence }

  init(_ what: String, errno: Int32) {
    description = "cannot \(what): \(unsafe String(cString: strerror(errno)))"
  }
}
