/// Why a mail cannot be made or read.
package enum MailFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// An address that cannot stand in a header.
  case badAddress(of: String)
  /// More bytes than we read.
  case tooLong(bytes: Int, limit: Int)
  /// No header at all.
  case unreadable
  /// Whoever read it ended so often in the middle of it.
  case endsReader(times: Int)

  package var description: String {
    switch self {
    case .badAddress(let field):
      "the \(field) address of a mail is not of the form name@domain"
    case .tooLong(let bytes, let limit):
      "a mail of \(bytes) bytes is longer than the \(limit) that are read"
    case .unreadable: "what came as a mail has no header (RFC 5322)"
    case .endsReader(let times): "Kith was ended \(times) times while it read it"
    }
  }
}
