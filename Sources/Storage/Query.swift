import GRDB
import GRDBSQLite
import Messages
import Timekeeping

/// A prepared statement at work: values are bound in order, then rows stepped through, columns read
/// in order. Goes straight to SQLite's interface, because rows are read by the hundred thousand.
@safe struct Query: ~Copyable {
  private let handle: OpaquePointer
  /// Keeps the handle alive.
  private let statement: Statement
  private var parameter: Int32 = 0
  private var column: Int32 = -1

  init(_ sql: SQL, on database: Database) throws(StorageFailure) {
    do {
      statement = try database.cachedStatement(sql: sql.text)
    } catch {
      throw StorageFailure(error)
    }
    unsafe handle = statement.sqliteStatement
  }

  deinit { unsafe sqlite3_reset(handle) }

  // MARK: Binding

  mutating func bind(_ value: Int64) {
    parameter += 1
    unsafe sqlite3_bind_int64(handle, parameter, value)
  }

  mutating func bind(_ value: Int64?) {
    guard let value else { return bindNull() }
    bind(value)
  }

  mutating func bind(_ value: String?) {
    guard var value else { return bindNull() }
    parameter += 1
    let index = parameter
    value.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe _ = sqlite3_bind_text(
          handle, index, characters.baseAddress, Int32(characters.count), Self.copied)
      }
    }
  }

  mutating func bind(_ value: [UInt8]?) {
    guard let value else { return bindNull() }
    parameter += 1
    unsafe value.withUnsafeBytes { bytes in
      unsafe _ = sqlite3_bind_blob(
        handle, parameter, bytes.baseAddress, Int32(bytes.count), Self.copied)
    }
  }

  mutating func bindNull() {
    parameter += 1
    unsafe sqlite3_bind_null(handle, parameter)
  }

  mutating func bind(_ value: Int?) { bind(value.map(Int64.init)) }
  mutating func bind(_ value: Bool) { bind(value ? Int64(1) : 0) }
  mutating func bind(_ value: Instant?) { bind(value?.milliseconds) }
  mutating func bind(_ value: LocalDate?) { bind((value?.days).map(Int64.init)) }
  mutating func bind<Kind>(_ value: ID<Kind>?) { bind(value?.rawValue) }

  /// SQLite copies what it is given (SQLITE_TRANSIENT).
  private static var copied: sqlite3_destructor_type {
    unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  // MARK: Running

  /// Moves to the next row; false after the last.
  mutating func step() throws(StorageFailure) -> Bool {
    column = -1
    switch unsafe sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure()
    }
  }

  /// Runs a statement that gives no rows, and makes it ready for the next values.
  mutating func run() throws(StorageFailure) {
    precondition(unsafe parameter == sqlite3_bind_parameter_count(handle), "all are bound, once")
    guard unsafe sqlite3_step(handle) == SQLITE_DONE else { throw failure() }
    again()
  }

  /// Makes a statement that gives rows ready for the next values.
  mutating func again() {
    unsafe sqlite3_reset(handle)
    parameter = 0
  }

  /// Runs a statement that must change exactly one row.
  mutating func runOnce(otherwise failure: @autoclosure () -> StorageFailure)
    throws(StorageFailure)
  {
    try run()
    guard unsafe sqlite3_changes(sqlite3_db_handle(handle)) == 1 else { throw failure() }
  }

  private func failure() -> StorageFailure {
    unsafe StorageFailure(connection: sqlite3_db_handle(handle))
  }

  // MARK: Reading

  /// Reads the row again from its first column.
  mutating func rewind() { column = -1 }

  func integer(at index: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, index) }

  func optionalInteger(at index: Int32) -> Int64? {
    guard unsafe sqlite3_column_type(handle, index) != SQLITE_NULL else { return nil }
    return integer(at: index)
  }

  mutating func integer() -> Int64 {
    column += 1
    return unsafe sqlite3_column_int64(handle, column)
  }

  mutating func optionalInteger() -> Int64? {
    column += 1
    guard unsafe sqlite3_column_type(handle, column) != SQLITE_NULL else { return nil }
    return unsafe sqlite3_column_int64(handle, column)
  }

  mutating func text() -> String { optionalText() ?? "" }

  mutating func optionalText() -> String? {
    column += 1
    guard let start = unsafe sqlite3_column_text(handle, column) else { return nil }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe String(
      decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  mutating func optionalBytes() -> [UInt8]? {
    column += 1
    guard unsafe sqlite3_column_type(handle, column) != SQLITE_NULL else { return nil }
    let count = Int(unsafe sqlite3_column_bytes(handle, column))
    return unsafe Array(
      UnsafeRawBufferPointer(start: sqlite3_column_blob(handle, column), count: count))
  }

  mutating func bool() -> Bool { integer() != 0 }
  mutating func int() -> Int { Int(integer()) }
  mutating func optionalInt() -> Int? { optionalInteger().map { Int($0) } }
  mutating func instant() -> Instant { Self.instant(integer()) }
  mutating func optionalInstant() -> Instant? { optionalInteger().map { Self.instant($0) } }
  mutating func date() -> LocalDate { Self.date(integer()) }
  mutating func optionalDate() -> LocalDate? { optionalInteger().map { Self.date($0) } }
  mutating func id<Kind>(_ kind: Kind.Type = Kind.self) -> ID<Kind> { ID(integer()) }
  mutating func optionalID<Kind>(_ kind: Kind.Type = Kind.self) -> ID<Kind>? {
    optionalInteger().map { ID($0) }
  }

  /// In a damaged row any number may stand: what is added to it must not end the daemon.
  private static func instant(_ stored: Int64) -> Instant {
    let (first, last) = (Instant.distantPast.milliseconds, Instant.distantFuture.milliseconds)
    return Instant(milliseconds: min(max(stored, first), last))
  }

  private static func date(_ stored: Int64) -> LocalDate {
    let most: Int64 = 10_000_000
    return LocalDate(days: Int32(min(max(stored, -most), most)))
  }

  /// A stored code as the value it stands for.
  mutating func code<Value: RawRepresentable>(_ type: Value.Type = Value.self)
    throws(StorageFailure) -> Value where Value.RawValue == Int
  {
    let raw = int()
    guard let value = Value(rawValue: raw) else { throw Self.unknown(code: "\(raw)", type) }
    return value
  }

  mutating func code<Value: RawRepresentable>(_ type: Value.Type = Value.self)
    throws(StorageFailure) -> Value where Value.RawValue == String
  {
    let raw = text()
    guard let value = Value(rawValue: raw) else { throw Self.unknown(code: raw, type) }
    return value
  }

  private static func unknown(code: String, _ type: any Any.Type) -> StorageFailure {
    StorageFailure(.unreadable, "The database holds \(code) where a code of \(type) was expected.")
  }

  // MARK: Any column, for the dump

  var columnCount: Int32 { unsafe sqlite3_column_count(handle) }

  /// The next column as SQL writes it.
  mutating func literal() -> String {
    let index = column + 1
    switch unsafe sqlite3_column_type(handle, index) {
    case SQLITE_NULL:
      column = index
      return "NULL"
    case SQLITE_INTEGER: return "\(integer())"
    case SQLITE_BLOB: return "X'\((optionalBytes() ?? []).hexadecimal)'"
    default: return "'\(text().replacing("'", with: "''"))'"
    }
  }
}

extension [UInt8] {
  fileprivate var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
