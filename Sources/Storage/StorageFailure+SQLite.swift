import GRDB
import GRDBSQLite

extension StorageFailure {
  /// What SQLite's last error on a connection means for Kith.
  @unsafe init(connection: OpaquePointer?) {
    let code = unsafe sqlite3_extended_errcode(connection)
    let words = unsafe sqlite3_errmsg(connection).map { unsafe String(cString: $0) } ?? ""
    self.init(code: code, words: words)
  }

  init(_ error: any Error) {
    switch error {
    case let failure as StorageFailure: self = failure
    case let error as DatabaseError:
      self.init(code: error.extendedResultCode.rawValue, words: error.message ?? "")
    default: self.init(.io, "The database failed: \(error).")
    }
  }

  /// - Parameter code: an extended result code (https://www.sqlite.org/rescode.html).
  init(code: Int32, words: String) {
    switch code & 0xff {
    case SQLITE_FULL:
      self.init(.full, "The disk of the database is full: nothing was stored; make room.")
    case SQLITE_BUSY, SQLITE_LOCKED:
      self.init(
        .busy, "The database is locked by another process (\(words)); Kith must be the only writer."
      )
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
      self.init(.readOnly, "The database cannot be written (\(words)).")
    case SQLITE_CANTOPEN:
      self.init(.place, "The database cannot be opened (\(words)).")
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      self.init(
        .corrupt, "The database is damaged (\(words)): keep the file, and restore a backup.")
    case SQLITE_IOERR:
      self.init(
        Self.isFull(code) ? .full : .io, "The disk of the database failed (\(words), code \(code))."
      )
    case SQLITE_CONSTRAINT:
      self.init(.refused, "The database refused a row (\(words)).")
    default:
      self.init(.mistake, "The database did not understand Kith (\(words), code \(code)).")
    }
  }

  /// Growing the shared-memory file of the WAL on a full disk is reported as an input/output error.
  private static func isFull(_ code: Int32) -> Bool {
    code == SQLITE_IOERR | (19 << 8)  // SQLITE_IOERR_SHMSIZE
  }
}
