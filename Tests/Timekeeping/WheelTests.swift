import Testing
import Timekeeping

@Suite struct `A wheel` {
  /// What a wheel promises, in the simplest possible way.
  struct SortedList {
    var entries: [Wheel.Entry] = []

    mutating func insert(_ batch: [Wheel.Entry]) {
      var merged: [Wheel.Entry] = []
      merged.reserveCapacity(entries.count + batch.count)
      var rest = batch.sorted()[...]
      for entry in entries {
        while let first = rest.first, first < entry { merged.append(rest.removeFirst()) }
        merged.append(entry)
      }
      entries = merged + rest
    }

    mutating func expire(upTo now: Instant, limit: Int) -> [Wheel.Entry] {
      let due = Array(entries.prefix(limit).prefix { $0.due <= now })
      entries.removeFirst(due.count)
      return due
    }
  }

  /// Lengths of time of every size there is: from one millisecond to two years.
  static func span(_ random: inout Seeded) -> Int64 {
    let sizes: [Int64] = [2, 300, 5000, 70_000, 5_000_000, 20_000_000, 90_000_000, 63_072_000_000]
    return Int64.random(in: 0...(sizes.randomElement(using: &random) ?? 1), using: &random)
  }

  @Test(arguments: 0..<20) func `does what a sorted list does`(seed: UInt64) {
    var random = Seeded(seed)
    var now = Int64.random(in: -1_000_000...2_000_000_000_000, using: &random)
    var wheel = Wheel(at: Instant(milliseconds: now))
    var list = SortedList()
    for round in 0..<200 {
      var batch: [Wheel.Entry] = []
      let isBurst = Int.random(in: 0..<8, using: &random) == 0
      let burst = now + Self.span(&random)
      for _ in 0..<Int.random(in: 1...400, using: &random) {
        let due = isBurst ? burst : now + Self.span(&random) - Self.span(&random) / 16
        let id = UInt64.random(in: 0...(1 << 40), using: &random)
        batch.append(Wheel.Entry(due: Instant(milliseconds: due), id: id))
      }
      for entry in batch { wheel.insert(due: entry.due, id: entry.id) }
      list.insert(batch)
      #expect(wheel.next == list.entries.first?.due)
      let limit = Int.random(in: 1...700, using: &random)
      now += Self.span(&random) - (round % 50 == 9 ? 100_000 : 0)
      var expired: [Wheel.Entry] = []
      wheel.expire(upTo: Instant(milliseconds: now), limit: limit, into: &expired)
      let expected = list.expire(upTo: Instant(milliseconds: now), limit: limit)
      #expect(expired == expected, "seed \(seed), round \(round)")
      #expect(wheel.next == list.entries.first?.due)
      #expect(wheel.count == list.entries.count)
      if round % 20 == 0 { wheel.checkInvariants() }
    }
  }

  static let quarter = Int64.max / 4
  static let starts: [Int64] = [.min, -quarter - 5, -1, quarter - 70_000, .max - 1 << 32, .max]
  static let ends: [Int64] = [.min, .min + 1, -quarter, -1, 0, 1, quarter, quarter + 1, .max]

  @Test(arguments: starts)
  func `holds deadlines to the very ends of time`(start: Int64) {
    var random = Seeded(UInt64(bitPattern: start))
    var wheel = Wheel(at: Instant(milliseconds: start))
    var list = SortedList()
    for _ in 0..<40 {
      var batch = Self.ends.enumerated().map { number, due in
        Wheel.Entry(due: Instant(milliseconds: due), id: UInt64(number))
      }
      for _ in 0..<60 {
        let (due, overflow) = start.addingReportingOverflow(Self.span(&random))
        batch.append(Wheel.Entry(due: Instant(milliseconds: overflow ? .max : due), id: 77))
      }
      for entry in batch { wheel.insert(due: entry.due, id: entry.id) }
      list.insert(batch)
      wheel.checkInvariants()
      #expect(wheel.next == list.entries.first?.due)
      for now in [start, Self.ends.randomElement(using: &random) ?? start] {
        var expired: [Wheel.Entry] = []
        wheel.expire(upTo: Instant(milliseconds: now), limit: 50, into: &expired)
        #expect(expired == list.expire(upTo: Instant(milliseconds: now), limit: 50))
        #expect(wheel.next == list.entries.first?.due && wheel.count == list.entries.count)
      }
    }
    wheel.checkInvariants()
  }

  @Test func `puts a burst of one millisecond in order of ids`() {
    var wheel = Wheel(at: Instant(seconds: 0))
    let due = Instant(seconds: 9 * 3600)
    for number in 0..<70_000 { wheel.insert(due: due, id: UInt64(number * 31_337 % 70_000)) }
    var expired: [Wheel.Entry] = []
    while !expired.isEmpty || wheel.next != nil {
      let before = expired.count
      wheel.expire(upTo: due, limit: 500, into: &expired)
      if expired.count == before { break }
    }
    #expect(expired.map(\.id) == Array(0..<70_000))
  }

  @Test func `spends no more than 16 bytes on a deadline`() {
    var random = Seeded(3)
    var wheel = Wheel(at: Instant(seconds: 0))
    for id in 0..<400_000 {
      let due = Int64.random(in: 0..<86_400_000, using: &random)
      wheel.insert(due: Instant(milliseconds: due), id: UInt64(id))
    }
    #expect(wheel.size <= 16 * wheel.count)
  }
}
