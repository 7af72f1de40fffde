/// Entries in order of expiry, taken from the front.
@safe
struct WheelRun: ~Copyable {
  private var entries: UnsafeMutablePointer<Wheel.Entry>
  private var capacity: Int
  private var head = 0
  private var end = 0
  /// Places of the bins while sorting.
  private var bins: [Int32] = []

  /// Below this, moving neighbours is quicker than anything cleverer.
  private static let smallBin = 24

  init() {
    capacity = 64
    unsafe entries = .allocate(capacity: capacity)
  }

  deinit { unsafe entries.deallocate() }

  var isEmpty: Bool { head == end }
  var count: Int { end - head }
  /// Memory held, in bytes.
  var size: Int { capacity * MemoryLayout<Wheel.Entry>.size + bins.capacity * 4 }

  @inline(__always)
  var first: Wheel.Entry? { head < end ? unsafe entries[head] : nil }

  @inline(__always)
  mutating func removeFirst() { head += 1 }

  /// Takes out, in order, what is due by `now` and not after `bound`, at most `limit`.
  @inline(__always)
  mutating func drain(
    upTo now: Instant, before bound: Wheel.Entry?, limit: Int, into expired: inout [Wheel.Entry]
  ) -> Int {
    let from = head
    let stop = min(end, head + min(limit, end - head))
    if let bound {
      while head < stop, unsafe entries[head].due <= now, unsafe !(bound < entries[head]) {
        head += 1
      }
    } else {
      while head < stop, unsafe entries[head].due <= now { head += 1 }
    }
    unsafe expired.append(
      contentsOf: UnsafeBufferPointer(start: entries + from, count: head - from))
    return head - from
  }

  /// Takes over a bucket whose deadlines are `base` plus less than 2^`bits` ms. The run is empty.
  mutating func load(_ buckets: inout WheelBuckets, _ bucket: Int, base: Int64, bits: Int) {
    let count = buckets.entries(in: bucket)
    reserve(count)
    (head, end) = (0, count)
    // Twice as many bins as a quarter of the entries, so that a bin holds a few.
    let wanted = max(0, Int.bitWidth - (count >> 1).leadingZeroBitCount - 1)
    let shift = UInt32(bits - min(bits, wanted))
    let binCount = 1 << (bits - Int(shift))
    let mask = UInt32(truncatingIfNeeded: (1 << bits) - 1)
    fill(buckets, bucket, base: base, mask: mask, shift: shift, binCount: binCount)
    buckets.clear(bucket)
    var from = 0
    for bin in 0..<binCount {
      let to = Int(bins[bin])
      if to - from > 1 { sort(from, to) }
      from = to
    }
  }

  /// A counting sort by the upper bits; afterwards `bins` holds where each bin ends.
  private mutating func fill(
    _ buckets: borrowing WheelBuckets, _ bucket: Int, base: Int64, mask: UInt32, shift: UInt32,
    binCount: Int
  ) {
    let entries = unsafe entries
    if bins.count < binCount + 1 { bins = Array(repeating: 0, count: binCount + 1) }
    unsafe bins.withUnsafeMutableBufferPointer { bins in
      for bin in 0...binCount { unsafe bins[bin] = 0 }
      buckets.forEach(in: bucket) { low, _ in unsafe bins[Int((low & mask) >> shift) + 1] += 1 }
      for bin in 0..<binCount { unsafe bins[bin + 1] += bins[bin] }
      buckets.forEach(in: bucket) { low, id in
        let bin = Int((low & mask) >> shift)
        let due = Instant(milliseconds: base + Int64(low & mask))
        unsafe entries[Int(bins[bin])] = Wheel.Entry(due: due, id: id)
        unsafe bins[bin] += 1
      }
    }
  }

  private mutating func sort(_ from: Int, _ to: Int) {
    guard to - from <= Self.smallBin else {
      var part = unsafe UnsafeMutableBufferPointer(start: entries + from, count: to - from)
      unsafe part.sort()
      return
    }
    for index in from + 1..<to {
      let entry = unsafe entries[index]
      var place = index
      while place > from, unsafe entry < entries[place - 1] {
        unsafe entries[place] = entries[place - 1]
        place -= 1
      }
      unsafe entries[place] = entry
    }
  }

  private mutating func reserve(_ count: Int) {
    guard count > capacity else { return }
    unsafe entries.deallocate()
    capacity = count + count / 2
    unsafe entries = .allocate(capacity: capacity)
  }

  func forEach(_ body: (Wheel.Entry) -> Void) {
    for index in head..<end { unsafe body(entries[index]) }
  }
}
