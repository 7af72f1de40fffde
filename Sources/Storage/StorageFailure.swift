/// Why the database did not do what was asked.
package struct StorageFailure: Error, Hashable, CustomStringConvertible {
  package enum Kind: String, Hashable, Sendable {
    /// No room on the disk: nothing was written; the same may work later.
    case full
    /// Another process holds the database's lock; the same may work at once.
    case busy
    case readOnly
    /// The file is damaged, or no database: nothing may be decided from it.
    case corrupt
    /// The disk failed: treat it as a crash, and start again from what is on it (fsync is not
    /// retried).
    case io
    /// A newer Kith wrote this database.
    case newer
    /// Another daemon holds this database.
    case inUse
    /// Another daemon took these shards over.
    case superseded
    /// None of the seal keys is the one this database was sealed with.
    case wrongKey
    /// The database cannot lie where it was asked to lie.
    case place
    /// A row is no longer what the decision was made on.
    case stale
    /// What was asked for contradicts what is stored, or is not there.
    case refused
    /// A row holds what no Kith writes, or is sealed with a key that does not open it.
    case unreadable
    /// A mistake of ours in SQL.
    case mistake
  }

  package var kind: Kind
  /// One plain sentence: what, where, what was expected.
  package var description: String

  package init(_ kind: Kind, _ sentence: String) {
    self.kind = kind
    self.description = sentence
  }

  /// The same may succeed later, without anybody mending more than the disk's room.
  package var isPassing: Bool { kind == .full || kind == .busy }

  /// The fault lies in a row or two: the same without them would succeed.
  package var isOfFewRows: Bool {
    switch kind {
    case .stale, .refused, .unreadable, .mistake: true
    default: false
    }
  }
}
