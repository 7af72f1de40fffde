/// Why there is no transport.
package enum TransportFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system gave no descriptor, memory or thread; with errno's number.
  case noResources(errno: Int32)

  package var description: String {
    switch self {
    case .noResources(let number):
      "cannot start sending: the system has no descriptor, memory or thread left (errno \(number))"
    }
  }
}
