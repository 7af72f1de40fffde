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
    var file: (any SpoolFile)?
    var generation: UInt64
    var end: Int
    var count: Int
    var waiting: [KeptCallback]
    var refusals = 0
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
  package convenience init(
    besideDatabase database: String, keys: MasterKeys, size: Int = sizeDefault
  ) throws(SpoolFailure) {
    let path = database + ".spool"
    try self.init(try SpoolDisk(opening: path, size: size), path: path, keys: keys, size: size)
  }

  package init(_ file: some SpoolFile, path: String, keys: MasterKeys, size: Int)
    throws(SpoolFailure)
  {
    self.path = path
    self.size = size
    let live = keys.current.derived(for: "kith spool")
    key = live
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

  /// Callbacks that could not be kept since the start.
  package var refusals: Int { state.withLock(\.refusals) }

  /// Oldest first.
  package var waiting: [KeptCallback] { state.withLock(\.waiting) }

  /// On the disk when it returns; then it is taken in by a later turn, also after a crash.
  package func keep(_ callback: KeptCallback) throws(SpoolFailure) {
    try state.withLock { state throws(SpoolFailure) in
      do throws(SpoolFailure) { try keep(callback, &state) } catch {
        state.refusals += 1
        throw error
      }
    }
  }

  private func keep(_ callback: KeptCallback, _ state: inout State) throws(SpoolFailure) {
    guard let bytes = try? callback.bytes else {
      throw SpoolFailure("a callback could not be written down")
    }
    // A new generation that could not be begun before.
    if state.waiting.isEmpty, state.count > 0 { try beginAnew(&state) }
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

  /// Where this fails, the generation that the file has is not known: nothing is kept before it
  /// succeeds.
  private func beginAnew(_ state: inout State) throws(SpoolFailure) {
    let generation = state.generation &+ 1
    try Self.write(Self.header(generation) + [0, 0, 0, 0], &state, at: 0)
    state.generation = generation
    state.end = Self.headerSize
    state.count = 0
  }

  /// The oldest are committed in the database. A crash before this has them taken in again, which
  /// changes nothing.
  package func forget(_ taken: Int) {
    state.withLock { state in
      state.waiting.removeFirst(min(taken, state.waiting.count))
      guard state.waiting.isEmpty, state.count > 0 else { return }
      // Where this cannot be written, they are taken in once more after a restart.
      try? beginAnew(&state)
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
  package var isForLackOfRoom = false

  package init(_ description: String, isForLackOfRoom: Bool = false) {
    self.description = description
    self.isForLackOfRoom = isForLackOfRoom
  }
}
