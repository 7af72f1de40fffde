/// Entries of which only the first is known: a binary heap. It holds deadlines of the running
/// quarter second and before.
struct WheelHeap {
  private(set) var entries: [Wheel.Entry] = []

  var first: Wheel.Entry? { entries.first }
  var count: Int { entries.count }

  mutating func insert(_ entry: Wheel.Entry) {
    entries.append(entry)
    var index = entries.count - 1
    while index > 0, entry < entries[(index - 1) / 2] {
      entries[index] = entries[(index - 1) / 2]
      index = (index - 1) / 2
    }
    entries[index] = entry
  }

  mutating func removeFirst() {
    let last = entries.removeLast()
    guard !entries.isEmpty else { return }
    var index = 0
    while true {
      var child = index * 2 + 1
      guard child < entries.count else { break }
      if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
      guard entries[child] < last else { break }
      entries[index] = entries[child]
      index = child
    }
    entries[index] = last
  }

  var isOrdered: Bool {
    entries.indices.dropFirst().allSatisfy { !(entries[$0] < entries[($0 - 1) / 2]) }
  }
}
