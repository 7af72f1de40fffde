/// The buckets of a wheel and the memory their entries lie in: chunks of 128 entries of 12 bytes
/// (an id and the low half of a deadline), taken from slabs that are only given back at the end.
@safe
struct WheelBuckets: ~Copyable {
  /// A list of chunks; only the first may be partly filled.
  @unsafe
  struct Bucket {
    var chunk: UnsafeMutableRawPointer?
    /// Entries in the first chunk.
    var fill: Int32
    /// The low half of the earliest deadline; the upper bits are the same for all in a bucket.
    var earliest: UInt32
    var count: Int
  }

  static let count = 768
  private static let chunkEntries: Int32 = 128
  private static let entrySize = 12
  /// A chunk begins with the address of the next.
  private static let headerSize = 16
  private static let chunkSize = headerSize + Int(chunkEntries) * entrySize
  private static let slabChunks = 256

  private let buckets: UnsafeMutablePointer<Bucket>
  private var occupied = InlineArray<12, UInt64>(repeating: 0)
  private var slabs: [UnsafeMutableRawPointer]
  private var free: UnsafeMutableRawPointer?

  init() {
    unsafe slabs = []
    unsafe buckets = .allocate(capacity: Self.count)
    let empty = unsafe Bucket(chunk: nil, fill: 0, earliest: .max, count: 0)
    unsafe buckets.initialize(repeating: empty, count: Self.count)
  }

  deinit {
    unsafe buckets.deallocate()
    for number in unsafe slabs.indices { unsafe slabs[number].deallocate() }
  }

  /// Memory held, in bytes.
  var size: Int {
    let slabSize = Self.slabChunks * Self.chunkSize
    return unsafe slabs.count * slabSize + Self.count * MemoryLayout<Bucket>.size
  }

  @inline(__always)
  mutating func append(_ bucket: Int, _ low: UInt32, _ id: UInt64) {
    let place = unsafe buckets + bucket
    if unsafe place.pointee.chunk == nil || place.pointee.fill == Self.chunkEntries {
      addChunk(bucket)
    }
    guard let chunk = unsafe place.pointee.chunk else { return }
    let offset = unsafe Self.headerSize + Int(place.pointee.fill) * Self.entrySize
    unsafe chunk.storeBytes(of: id, toByteOffset: offset, as: UInt64.self)
    unsafe chunk.storeBytes(of: low, toByteOffset: offset + 8, as: UInt32.self)
    unsafe place.pointee.fill += 1
    unsafe place.pointee.count += 1
    if unsafe low < place.pointee.earliest { unsafe place.pointee.earliest = low }
  }

  @inline(never)
  private mutating func addChunk(_ bucket: Int) {
    if unsafe free == nil { addSlab() }
    guard let chunk = unsafe free else { return }
    unsafe free = Self.next(of: chunk)
    unsafe Self.setNext(of: chunk, buckets[bucket].chunk)
    unsafe buckets[bucket].chunk = chunk
    unsafe buckets[bucket].fill = 0
    occupied[bucket >> 6] |= 1 << UInt64(bucket & 63)
  }

  private mutating func addSlab() {
    let slab = UnsafeMutableRawPointer.allocate(
      byteCount: Self.slabChunks * Self.chunkSize, alignment: 16)
    unsafe slabs.append(slab)
    for number in (0..<Self.slabChunks).reversed() {
      let chunk = unsafe slab + number * Self.chunkSize
      unsafe Self.setNext(of: chunk, free)
      unsafe free = chunk
    }
  }

  private static func next(of chunk: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    unsafe chunk.load(as: UnsafeMutableRawPointer?.self)
  }

  private static func setNext(
    of chunk: UnsafeMutableRawPointer, _ next: UnsafeMutableRawPointer?
  ) {
    unsafe chunk.storeBytes(of: next, as: UnsafeMutableRawPointer?.self)
  }
}

extension WheelBuckets {
  func entries(in bucket: Int) -> Int { unsafe buckets[bucket].count }

  /// The low half of a bucket's earliest deadline; the bucket is not empty.
  func earliest(in bucket: Int) -> UInt32 { unsafe buckets[bucket].earliest }

  /// The first bucket of a level (0, 1, 2) that is not empty, from `index` (0...255) on.
  func firstOccupied(_ level: Int, from index: Int = 0) -> Int? {
    guard index < 256 else { return nil }
    var word = index >> 6
    var bits = occupied[level * 4 + word] & (.max << UInt64(index & 63))
    while bits == 0 {
      word += 1
      guard word < 4 else { return nil }
      bits = occupied[level * 4 + word]
    }
    return word << 6 + bits.trailingZeroBitCount
  }

  /// Shows every entry, the last chunk first and, in a chunk, from first to last.
  @inline(__always)
  func forEach(in bucket: Int, _ body: (UInt32, UInt64) -> Void) {
    var chunk = unsafe buckets[bucket].chunk
    var fill = unsafe Int(buckets[bucket].fill)
    while let current = unsafe chunk {
      unsafe Self.forEach(in: current, fill, body)
      unsafe chunk = Self.next(of: current)
      fill = Int(Self.chunkEntries)
    }
  }

  @inline(__always)
  private static func forEach(
    in chunk: UnsafeMutableRawPointer, _ fill: Int, _ body: (UInt32, UInt64) -> Void
  ) {
    var offset = headerSize
    for _ in 0..<fill {
      let id = unsafe chunk.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let low = unsafe chunk.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)
      body(low, id)
      offset += entrySize
    }
  }

  /// Forgets all entries of a bucket.
  mutating func clear(_ bucket: Int) {
    var chunk = unsafe buckets[bucket].chunk
    while let current = unsafe chunk {
      unsafe chunk = Self.next(of: current)
      unsafe Self.setNext(of: current, free)
      unsafe free = current
    }
    unsafe buckets[bucket] = Bucket(chunk: nil, fill: 0, earliest: .max, count: 0)
    occupied[bucket >> 6] &= ~(1 << UInt64(bucket & 63))
  }

  /// Empties a bucket and puts each entry wherever `place` says, giving chunks back on the way.
  @inline(__always)
  mutating func scatter(_ bucket: Int, _ place: (UInt32) -> Int) {
    var chunk = unsafe buckets[bucket].chunk
    var fill = unsafe Int(buckets[bucket].fill)
    unsafe buckets[bucket].chunk = nil
    clear(bucket)
    while let current = unsafe chunk {
      var offset = Self.headerSize
      for _ in 0..<fill {
        let id = unsafe current.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let low = unsafe current.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)
        append(place(low), low, id)
        offset += Self.entrySize
      }
      unsafe chunk = Self.next(of: current)
      unsafe Self.setNext(of: current, free)
      unsafe free = current
      fill = Int(Self.chunkEntries)
    }
  }

  func isOccupied(_ bucket: Int) -> Bool { occupied[bucket >> 6] >> UInt64(bucket & 63) & 1 == 1 }
}
