/// Deadlines in memory: the index of the timer table (DESIGN.md section 2, C).
package struct Wheel: ~Copyable {
  /// A deadline and the id of its timer.
  package struct Entry: Hashable, Comparable, Sendable {
    package var due: Instant
    package var id: UInt64
    package init(due: Instant, id: UInt64) {
      self.due = due
      self.id = id
    }
    package static func < (left: Self, right: Self) -> Bool {
      (left.due, left.id) < (right.due, right.id)
    }
  }

  private var entries: [Entry] = []

  /// `now` is where expiry begins; deadlines before it are due at once.
  package init(at now: Instant) {}

  package var count: Int { entries.count }

  package mutating func insert(due: Instant, id: UInt64) {
    let entry = Entry(due: due, id: id)
    let place = entries.firstIndex { entry < $0 } ?? entries.count
    entries.insert(entry, at: place)
  }

  /// The earliest deadline.
  package var next: Instant? { entries.first?.due }

  /// Takes out at most `limit` entries that are due, by rising deadline, then id.
  package mutating func expire(upTo now: Instant, limit: Int = .max, into expired: inout [Entry]) {
    let due = entries.prefix { $0.due <= now }.prefix(limit)
    expired.append(contentsOf: due)
    entries.removeFirst(due.count)
  }

  /// Drops what is not wanted any more: to be called when a quarter is stale.
  package mutating func rebuild(keeping isWanted: (UInt64) -> Bool) {
    entries.removeAll { !isWanted($0.id) }
  }

  /// Traps when the wheel's own order is broken; for tests.
  package func checkInvariants() {
    precondition(zip(entries, entries.dropFirst()).allSatisfy { $0 < $1 || $0 == $1 })
  }
}
