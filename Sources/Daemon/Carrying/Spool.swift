internal import Glibc
package import Sealing
internal import Synchronization

/// Callbacks that came while the database could not be written, in a file of their own until it
/// can: records are only added, each is on the disk before it counts, and what a crash tore is cut.
/// The room is taken at the start, so that a full disk is no hindrance.
///
/// The file: 8 bytes `KITHSPL1`, 8 bytes generation, then records: 4 bytes length (little-endian, 0
/// ends), and so many sealed bytes, whose context is the generation and the record's number: what
/// an earlier generation left behind does not open.
package final class Spool: Sendable {
  /// About 2,000 replies.
  package static let sizeDefault = 1 << 20
  private static let mark = Array("KITHSPL1".utf8)
  private static let headerSize = 16
  private static let place = "spool"

  private struct State {
    var file: FileDescriptor?
    var generation: UInt64
    var end: Int
    var count: Int
    var waiting: [KeptCallback]
  }

  private let state: Mutex<State>
  private let key: SealingKey
  private let size: Int
  package let path: String
  /// Bytes after the last whole record of the run before: a record that was never whole.
  package let torn: Int

  /// Beside the database: `kith.db.spool`.
  ///
  /// - Throws: where the file cannot be made, read, or is no spool.
  package init(besideDatabase database: String, keys: MasterKeys, size: Int = sizeDefault)
    throws(SpoolFailure)
  {
    path = database + ".spool"
    self.size = size
    let live = keys.current.derived(for: "kith spool")
    key = live
    let file = try FileDescriptor(opening: path)
    // Where there is no room now, each record must find its own.
    _ = posix_fallocate(file.number, 0, off_t(size))
    let bytes = try file.read(atMost: size)
    let keys = [live] + keys.older.map { $0.derived(for: "kith spool") }
    let found = try Self.scan(bytes, keys, path)
    torn = found.torn
    state = Mutex(
      State(
        file: file, generation: found.generation, end: found.end, count: found.waiting.count,
        waiting: found.waiting))
    if found.isNew || found.torn > 0 {
      try state.withLock { state throws(SpoolFailure) in
        try Self.write(found.isNew ? Self.header(found.generation) : [], &state, at: 0)
        try Self.write([0, 0, 0, 0], &state, at: state.end)
      }
    }
  }

  /// Oldest first.
  package var waiting: [KeptCallback] { state.withLock(\.waiting) }

  /// On the disk when it returns; then it is taken in by a later turn, also after a crash.
  package func keep(_ callback: KeptCallback) throws(SpoolFailure) {
    guard let bytes = try? callback.bytes else {
      throw SpoolFailure("a callback could not be written down")
    }
    try state.withLock { state throws(SpoolFailure) in
      let context = Self.context(state.generation, state.count)
      var random = SystemRandomNumberGenerator()
      let sealed = key.seal(bytes, context: context, nonce: Nonce(from: &random))
      let record = Self.word(UInt32(sealed.count)) + sealed
      guard state.end + record.count + 4 <= size else {
        throw SpoolFailure("the spool \(path) is full: \(state.count) callbacks wait in it")
      }
      try Self.write(record + [0, 0, 0, 0], &state, at: state.end)
      state.end += record.count
      state.count += 1
      state.waiting.append(callback)
    }
  }

  /// The oldest are committed in the database. A crash before this has them taken in again, which
  /// changes nothing.
  package func forget(_ taken: Int) {
    state.withLock { state in
      state.waiting.removeFirst(min(taken, state.waiting.count))
      guard state.waiting.isEmpty, state.count > 0 else { return }
      let generation = state.generation &+ 1
      // Where this cannot be written, they are taken in once more after a restart.
      guard (try? Self.write(Self.header(generation) + [0, 0, 0, 0], &state, at: 0)) != nil else {
        return
      }
      state.generation = generation
      state.end = Self.headerSize
      state.count = 0
    }
  }

  // MARK: The file

  private static func header(_ generation: UInt64) -> [UInt8] {
    mark + (0..<8).map { UInt8(truncatingIfNeeded: generation >> (8 * $0)) }
  }

  private static func word(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func context(_ generation: UInt64, _ number: Int) -> SealingContext {
    SealingContext(place, id: Int64(truncatingIfNeeded: generation << 24) | Int64(number))
  }

  /// After a failed write nothing more is known of the file: it takes no more until a restart.
  private static func write(_ bytes: [UInt8], _ state: inout State, at offset: Int)
    throws(SpoolFailure)
  {
    guard let file = state.file else { throw SpoolFailure("the spool failed before") }
    do throws(SpoolFailure) {
      try file.write(bytes, at: offset)
    } catch {
      if !error.isForLackOfRoom { state.file = nil }
      throw error
    }
  }

  private struct Found {
    var generation: UInt64 = 1
    var end = headerSize
    var waiting: [KeptCallback] = []
    var torn = 0
    var isNew = false
  }

  private static func scan(_ bytes: [UInt8], _ keys: [SealingKey], _ path: String)
    throws(SpoolFailure) -> Found
  {
    var found = Found()
    guard bytes.count >= headerSize, bytes.prefix(8).contains(where: { $0 != 0 }) else {
      found.isNew = true
      return found
    }
    guard Array(bytes[..<8]) == mark else {
      throw SpoolFailure("\(path) is no spool of Kith: move it away")
    }
    found.generation = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[8 + $1]) << (8 * UInt64($1)) }
    while found.end + 4 <= bytes.count {
      let length = (0..<4).reduce(0) { $0 | Int(bytes[found.end + $1]) << (8 * $1) }
      guard length > 0 else { return found }
      let start = found.end + 4
      let context = context(found.generation, found.waiting.count)
      guard length <= bytes.count - start,
        let plain = keys.lazy.compactMap({
          try? $0.open(Array(bytes[start..<(start + length)]), context: context)
        }).first,
        let callback = try? KeptCallback(bytes: plain)
      else {
        found.torn = min(length, bytes.count - start)
        return found
      }
      found.waiting.append(callback)
      found.end = start + length
    }
    return found
  }
}

/// Why a callback could not be kept: one sentence, without personal data.
package struct SpoolFailure: Error, Hashable, Sendable, CustomStringConvertible {
  package var description: String
  var isForLackOfRoom = false

  init(_ description: String, isForLackOfRoom: Bool = false) {
    self.description = description
    self.isForLackOfRoom = isForLackOfRoom
  }
}

/// An open file; closed with the last reference.
private final class FileDescriptor: Sendable {
  let number: Int32
  private let path: String

  init(opening path: String) throws(SpoolFailure) {
    number = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    self.path = path
    guard number >= 0 else { throw Self.failure("opened", path) }
  }

  deinit { close(number) }

  func read(atMost size: Int) throws(SpoolFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    var filled = 0
    while filled < size {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          number, buffer.baseAddress?.advanced(by: filled), size - filled, off_t(filled))
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure("read", path) }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes[..<filled])
  }

  /// Returns when it is on the disk.
  func write(_ bytes: [UInt8], at offset: Int) throws(SpoolFailure) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          number, buffer.baseAddress?.advanced(by: written), bytes.count - written,
          off_t(offset + written))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure("written", path) }
      written += count
    }
    guard fdatasync(number) == 0 else { throw Self.failure("written to the disk", path) }
  }

  private static func failure(_ what: String, _ path: String) -> SpoolFailure {
    let code = errno
    let reason = unsafe String(cString: strerror(code))
    return SpoolFailure(
      "\(path) cannot be \(what): \(reason)", isForLackOfRoom: code == ENOSPC || code == EDQUOT)
  }
}
