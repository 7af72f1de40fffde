internal import Glibc

/// Something libsystemd could not do.
package struct SystemdFailure: Error, Hashable, Sendable, CustomStringConvertible {
  package var what: String
  package var errno: Int32

  package init(what: String, errno: Int32) {
    self.what = what
    self.errno = errno
  }

  package var description: String { "cannot \(what): \(unsafe String(cString: strerror(errno)))" }
}
