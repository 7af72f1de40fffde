extension Wheel {
  /// A deadline and the id of its timer; in order of expiry.
  package struct Entry: Hashable, Comparable, Sendable {
    package var due: Instant
    package var id: UInt64

    package init(due: Instant, id: UInt64) {
      self.due = due
      self.id = id
    }

    @inline(__always)
    package static func < (left: Self, right: Self) -> Bool {
      left.due == right.due ? left.id < right.id : left.due < right.due
    }
  }
}
