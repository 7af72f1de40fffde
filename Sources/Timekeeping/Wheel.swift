/// Deadlines in memory: the index of the timer table (DESIGN.md section 2, C).
///
/// Three levels of 256 buckets: of 256 ms, of 65.5 s and of 4.66 h; what is due more than 49 days
/// ahead waits in a list. A bucket is put in order when time enters it, not before: deadlines pass
/// through at most one other bucket, 12 bytes each. There is no cancel: a timer that is gone from
/// the table is skipped by whoever looks it up; where many are, or the clock was set back, a new
/// wheel is filled from the table.
///
/// Insert, `next` and expiry cost the same however many entries there are; only deadlines within
/// the running quarter second, or in the past, go through a heap.
package struct Wheel: ~Copyable {
  private var buckets = WheelBuckets()
  /// Everything before this has been put in order. Each entry's place is decided by it: see
  /// `bucket`.
  private var position: Int64
  /// From the second level's bucket that holds the position.
  private var run = WheelRun()
  /// From the first level's.
  private var slot = WheelRun()
  private var late = WheelHeap()
  /// Beyond the third level, in no order.
  private var far: [Entry] = []
  private var farEarliest = Self.never
  package private(set) var count = 0

  /// Later than any deadline, or as late.
  private static let never = Instant(milliseconds: .max)

  /// A second-level bucket of more entries than this goes through the first level.
  private static let sortMax = 1 << 16

  /// `now` is where expiry begins.
  package init(at now: Instant) { position = now.milliseconds }

  @inline(__always)
  package mutating func insert(due: Instant, id: UInt64) {
    count += 1
    place(due, id)
  }

  @inline(__always)
  private mutating func place(_ due: Instant, _ id: UInt64) {
    let low = UInt32(truncatingIfNeeded: due.milliseconds)
    if let bucket = bucket(of: due.milliseconds) {
      buckets.append(bucket, low, id)
    } else {
      placeOutside(Entry(due: due, id: id))
    }
  }

  /// First level 0...255, second 256...511, third 512...767; nil for late and far.
  @inline(__always)
  private func bucket(of due: Int64) -> Int? {
    let distance = (due >> 24) &- (position >> 24)
    if distance > 0 {
      return distance < 256 ? 512 + Int(due >> 24 & 255) : nil
    }
    if due >> 8 <= position >> 8 { return nil }
    return due >> 16 == position >> 16 ? Int(due >> 8 & 255) : 256 + Int(due >> 16 & 255)
  }

  @inline(never)
  private mutating func placeOutside(_ entry: Entry) {
    if entry.due.milliseconds >> 8 <= position >> 8 {
      late.insert(entry)
    } else {
      far.append(entry)
      farEarliest = min(farEarliest, entry.due)
    }
  }

  /// The earliest deadline; nil when there is none.
  package var next: Instant? {
    var best = ordered?.due
    if let waiting { best = best.map { min($0, waiting) } ?? waiting }
    return best
  }

  /// The first entry among those already in order.
  private var ordered: Entry? {
    var best = run.first
    if let other = slot.first { best = best.map { min($0, other) } ?? other }
    if let other = late.first { best = best.map { min($0, other) } ?? other }
    return best
  }

  /// The earliest deadline that still lies in a bucket or in the list.
  private var waiting: Instant? {
    if let index = buckets.firstOccupied(0) {
      return earliest(in: index, base: floored(position, 16), bits: 16)
    }
    if let index = buckets.firstOccupied(1) {
      return earliest(in: 256 + index, base: floored(position, 24), bits: 24)
    }
    let first = Int((position >> 24 + 1) & 255)
    if let index = buckets.firstOccupied(2, from: first) ?? buckets.firstOccupied(2) {
      return earliest(in: 512 + index, base: floored(position, 24), bits: 32)
    }
    return far.isEmpty ? nil : farEarliest
  }

  /// The whole deadline: the first at or after `base` that ends with the bucket's low bits.
  private func earliest(in bucket: Int, base: Int64, bits: Int64) -> Instant {
    Instant(milliseconds: whole(buckets.earliest(in: bucket), base: base, bits: bits))
  }
}

// MARK: - Expiry

extension Wheel {
  /// Takes out at most `limit` entries that are due, by rising deadline, then id, and appends them.
  package mutating func expire(upTo now: Instant, limit: Int = .max, into expired: inout [Entry]) {
    var room = limit
    while room > 0 {
      let waiting = waiting
      if let first = ordered, first.due <= now, waiting.map({ first.due < $0 }) ?? true {
        room -= take(first, upTo: now, before: waiting, limit: room, into: &expired)
      } else if let waiting, waiting <= now {
        advance(to: waiting.milliseconds)
      } else {
        advance(to: now.milliseconds)
        break
      }
    }
    count -= limit - room
  }

  /// Takes as many as there are in order before anything else could be.
  private mutating func take(
    _ first: Entry, upTo now: Instant, before waiting: Instant?, limit: Int,
    into expired: inout [Entry]
  ) -> Int {
    guard run.first == first else {
      if slot.first == first { slot.removeFirst() } else { late.removeFirst() }
      expired.append(first)
      return 1
    }
    var bound = waiting.map { Entry(due: $0 - .milliseconds(1), id: .max) }
    for other in [slot.first, late.first] {
      if let other { bound = bound.map { min($0, other) } ?? other }
    }
    return run.drain(upTo: now, before: bound, limit: limit, into: &expired)
  }

  /// Moves the position to a time before which nothing waits in a bucket, and puts in order what it
  /// enters.
  private mutating func advance(to time: Int64) {
    guard time > position else { return }
    let before = position
    position = time
    if time >> 24 != before >> 24 {
      pullFar()
      let bucket = 512 + Int(time >> 24 & 255)
      if buckets.isOccupied(bucket) {
        buckets.scatter(bucket) { 256 + Int($0 >> 16 & 255) }
      }
    }
    if time >> 16 != before >> 16 { enterSecond(256 + Int(time >> 16 & 255)) }
    if time >> 8 != before >> 8 {
      let bucket = Int(time >> 8 & 255)
      if buckets.isOccupied(bucket) {
        slot.load(&buckets, bucket, base: floored(time, 8), bits: 8)
      }
    }
  }

  private mutating func enterSecond(_ bucket: Int) {
    guard buckets.isOccupied(bucket) else { return }
    if buckets.entries(in: bucket) <= Self.sortMax {
      run.load(&buckets, bucket, base: floored(position, 16), bits: 16)
    } else {
      buckets.scatter(bucket) { Int($0 >> 8 & 255) }
    }
  }

  /// Puts what has come within the third level's reach there; the position itself may be in it.
  private mutating func pullFar() {
    guard farEarliest.milliseconds >> 24 - position >> 24 < 256 else { return }
    let waiting = far
    far = []
    farEarliest = Self.never
    for entry in waiting {
      let number = entry.due.milliseconds >> 24
      if number - position >> 24 < 256 {
        let low = UInt32(truncatingIfNeeded: entry.due.milliseconds)
        buckets.append(512 + Int(number & 255), low, entry.id)
      } else {
        far.append(entry)
        farEarliest = min(farEarliest, entry.due)
      }
    }
  }
}

// MARK: - Upkeep

extension Wheel {
  /// Every entry, in no order that means anything.
  package func forEach(_ body: (Entry) -> Void) {
    run.forEach(body)
    slot.forEach(body)
    late.entries.forEach(body)
    far.forEach(body)
    for bucket in 0..<WheelBuckets.count {
      let base = bucket < 256 ? floored(position, 16) : floored(position, 24)
      let bits: Int64 = bucket < 256 ? 16 : bucket < 512 ? 24 : 32
      buckets.forEach(in: bucket) { low, id in
        let due = whole(low, base: base, bits: bits)
        body(Entry(due: Instant(milliseconds: due), id: id))
      }
    }
  }

  /// Memory held, in bytes.
  package var size: Int {
    let lists = (late.entries.capacity + far.capacity) * MemoryLayout<Entry>.size
    return buckets.size + run.size + slot.size + lists
  }

  /// Stops the program when an entry lies where it would not be found in time; for tests.
  package func checkInvariants() {
    var total = run.count + slot.count + late.count + far.count
    for bucket in 0..<WheelBuckets.count {
      let entries = buckets.entries(in: bucket)
      precondition(buckets.isOccupied(bucket) == (entries > 0), "bits and buckets agree")
      total += entries
      var earliest = UInt32.max
      buckets.forEach(in: bucket) { low, _ in earliest = min(earliest, low) }
      precondition(earliest == buckets.earliest(in: bucket), "the earliest is known")
    }
    precondition(total == count, "every entry is counted")
    precondition(late.isOrdered, "the heap is one")
    for entry in far {
      precondition(entry.due.milliseconds >> 24 - position >> 24 >= 256, "far is far")
      precondition(entry.due >= farEarliest, "the earliest far one is known")
    }
    for bucket in 0..<WheelBuckets.count { checkPlaces(bucket) }
    checkOrder(run)
    checkOrder(slot)
  }

  private func checkPlaces(_ bucket: Int) {
    let base = bucket < 256 ? floored(position, 16) : floored(position, 24)
    let bits: Int64 = bucket < 256 ? 16 : bucket < 512 ? 24 : 32
    buckets.forEach(in: bucket) { low, _ in
      let due = whole(low, base: base, bits: bits)
      precondition(self.bucket(of: due) == bucket, "an entry lies in its own bucket")
    }
  }

  private func checkOrder(_ run: borrowing WheelRun) {
    var previous: Entry?
    run.forEach { entry in
      precondition(previous.map { !(entry < $0) } ?? true, "a run rises")
      previous = entry
    }
  }
}

/// The deadline of which these are the low bits: the first at or after `base`.
@inline(__always)
private func whole(_ low: UInt32, base: Int64, bits: Int64) -> Int64 {
  base &+ ((Int64(low) &- base) & (1 << bits - 1))
}

/// Rounded down to a multiple of 2^`bits`.
@inline(__always)
private func floored(_ value: Int64, _ bits: Int64) -> Int64 { value & (-1 << bits) }
