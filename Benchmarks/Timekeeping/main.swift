import Foundation
import Timekeeping

// Times of the parts of Timekeeping that run once a check-in, in CPU nanoseconds, the median of
// five. `run.sh` beside this file runs the peers that they are held against in the same minute.

func cpuNanoseconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

func measure(_ name: String, per count: Int, rounds: Int = 5, _ body: () -> Void) {
  var results: [Double] = []
  for _ in 0..<rounds {
    let start = cpuNanoseconds()
    body()
    results.append((cpuNanoseconds() - start) / Double(count))
  }
  report(name, results.sorted()[rounds / 2], "ns")
}

func report(_ name: String, _ value: Double, _ unit: String) {
  let number = String(format: "%9.1f", value)
  print("\(name.padding(toLength: 64, withPad: " ", startingAt: 0))\(number) \(unit)")
}

func zone(_ name: String) throws -> Zone {
  let data = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))
  return try Zone(name: name, tzif: Array(data))
}

/// Keeps the optimizer from removing what is measured.
nonisolated(unsafe) var sink: Int64 = 0

func benchOccurrences() throws {
  let berlin = try zone("Europe/Berlin")
  let count = 200_000
  let from = try Instant("2026-01-01T00:00:00Z")
  let daily = try CalendarExpression("09:00")
  measure("next daily occurrence, Europe/Berlin: calendar expression", per: count) {
    var instant = from
    for number in 0..<count {
      if number % 3650 == 0 { instant = from }
      instant = daily.next(after: instant, in: berlin) ?? from
    }
    unsafe sink &+= instant.milliseconds
  }
  let plan = try Timetable(
    phases: [(nil, Schedule(at: ["09:00"]))], start: LocalDate("2026-01-01"), zone: berlin)
  measure("next daily occurrence, Europe/Berlin: timetable, with identity", per: count) {
    var instant = from
    for number in 0..<count {
      if number % 3650 == 0 { instant = from }
      instant = plan.next(after: instant)?.at ?? from
    }
    unsafe sink &+= instant.milliseconds
  }
  try benchTimetable(
    "random window twice a day",
    [
      (nil, Schedule(.window(RandomWindow(between: "10:00-19:00", times: 2, gap: "2h"))))
    ])
  try benchTimetable(
    "two calendar expressions", [(nil, Schedule(at: ["Mon,Wed 9:00", "Fri 17:00"]))])
  try benchTimetable(
    "weekly rule",
    [
      (nil, Schedule(rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", time: "09:00"))
    ])
  let yearly = Recurrence(
    try RecurrenceRule("FREQ=YEARLY;BYMONTH=6;BYDAY=SA;BYSETPOS=2"),
    start: try LocalDateTime("2026-01-01T09:00:00"), in: berlin)
  measure("next of YEARLY;BYMONTH=6;BYDAY=SA;BYSETPOS=2", per: count) {
    var instant = from
    for number in 0..<count {
      if number % 100 == 0 { instant = from }
      instant = yearly.next(after: instant) ?? from
    }
    unsafe sink &+= instant.milliseconds
  }
}

func benchTimetable(_ name: String, _ phases: [(span: Span?, schedule: Schedule)]) throws {
  let plan = try Timetable(
    phases: phases, start: LocalDate("2026-01-01"), zone: zone("Europe/Berlin"),
    key: KeyedHash(1, 2))
  let from = try Instant("2026-01-01T00:00:00Z")
  measure("next of a timetable: \(name)", per: 20_000) {
    var instant = from
    for number in 0..<20_000 {
      if number % 500 == 0 { instant = from }
      instant = plan.next(after: instant)?.at ?? from
    }
    unsafe sink &+= instant.milliseconds
  }
}

func benchFoundation() throws {
  var calendar = Calendar(identifier: .gregorian)
  calendar.timeZone = TimeZone(identifier: "Europe/Berlin") ?? .gmt
  let from = Date(timeIntervalSince1970: 1_767_225_600)
  let components = DateComponents(hour: 9, minute: 0, second: 0)
  let count = 3650
  measure("  Foundation: Calendar.nextDate(after:matching:)", per: count, rounds: 3) {
    var date = from
    for _ in 0..<count {
      date =
        calendar.nextDate(after: date, matching: components, matchingPolicy: .nextTime) ?? from
    }
    unsafe sink &+= Int64(date.timeIntervalSince1970)
  }
  measure("  Foundation: Calendar.date(from:), year, month and day known", per: count, rounds: 3) {
    var total = 0.0
    for day in 0..<count {
      let parts = DateComponents(year: 2026, month: 1, day: 1 + day, hour: 9)
      total += calendar.date(from: parts)?.timeIntervalSince1970 ?? 0
    }
    unsafe sink &+= Int64(total)
  }
}

func benchWheel(_ count: Int) {
  var random = UInt64(88_172_645_463_325_252)
  let deadlines = (0..<count).map { _ in
    random ^= random << 13
    random ^= random >> 7
    random ^= random << 17
    return Int64(random % 86_400_000)
  }
  var inserting: [Double] = []
  var expiring: [Double] = []
  var size = 0
  for _ in 0..<3 {
    var wheel = Wheel(at: Instant(milliseconds: -1))
    var start = cpuNanoseconds()
    for number in 0..<count {
      wheel.insert(due: Instant(milliseconds: deadlines[number]), id: UInt64(number))
    }
    inserting.append((cpuNanoseconds() - start) / Double(count))
    size = wheel.size
    var expired: [Wheel.Entry] = []
    expired.reserveCapacity(1000)
    start = cpuNanoseconds()
    for second in 1...86_400 {
      expired.removeAll(keepingCapacity: true)
      wheel.expire(upTo: Instant(seconds: Int64(second)), into: &expired)
      for entry in expired { unsafe sink &+= Int64(truncatingIfNeeded: entry.id) }
    }
    expiring.append((cpuNanoseconds() - start) / Double(count))
    precondition(wheel.count == 0)
  }
  let name = "wheel, \(count) deadlines over 24 h:"
  report("\(name) insert", inserting.sorted()[1], "ns")
  report("\(name) expire", expiring.sorted()[1], "ns")
  report("\(name) memory", Double(size) / Double(count), "bytes each")
}

/// The simplest thing that does what a wheel promises.
struct SortedList {
  private var entries: [Wheel.Entry] = []
  private var head = 0

  mutating func insert(_ batch: [Wheel.Entry]) {
    let batch = batch.sorted()
    var merged: [Wheel.Entry] = []
    merged.reserveCapacity(entries.count - head + batch.count)
    var rest = 0
    for index in head..<entries.count {
      while rest < batch.count, batch[rest] < entries[index] {
        merged.append(batch[rest])
        rest += 1
      }
      merged.append(entries[index])
    }
    entries = merged + batch[rest...]
    head = 0
  }

  mutating func expire(upTo now: Instant, limit: Int) -> ArraySlice<Wheel.Entry> {
    let first = head
    while head < entries.count, head - first < limit, entries[head].due <= now { head += 1 }
    return entries[first..<head]
  }

  var next: Instant? { head < entries.count ? entries[head].due : nil }
  var count: Int { entries.count - head }
}

/// As many random operations as asked for, beside a sorted list: what comes out and in which order,
/// what is next, and how many are left; clocks that go back, bursts of one instant, and spans of
/// every size included.
func checkWheel(operations: Int) {
  var random = SystemRandomNumberGenerator()
  var now: Int64 = 0
  var wheel = Wheel(at: Instant(milliseconds: now))
  var list = SortedList()
  var done = 0
  var number: UInt64 = 0
  var expired: [Wheel.Entry] = []
  while done < operations {
    let size = Int64(1) << Int64.random(in: 0...33, using: &random)
    let batch = (0..<Int.random(in: 1...8000, using: &random)).map { _ in
      number += 1
      let due = now + Int64.random(in: 0...size, using: &random) - size / 16
      return Wheel.Entry(due: Instant(milliseconds: due), id: number &* 0x9E37_79B9_7F4A_7C15 >> 20)
    }
    for entry in batch { wheel.insert(due: entry.due, id: entry.id) }
    list.insert(batch)
    now += Int64(1) << Int64.random(in: 0...31, using: &random)
    if Int.random(in: 0..<50, using: &random) == 0 { now -= 3_600_000 }
    let limit = Int.random(in: 1...16_000, using: &random)
    expired.removeAll(keepingCapacity: true)
    wheel.expire(upTo: Instant(milliseconds: now), limit: limit, into: &expired)
    let expected = list.expire(upTo: Instant(milliseconds: now), limit: limit)
    precondition(expired.elementsEqual(expected), "the wheel gives what the list gives")
    precondition(wheel.next == list.next && wheel.count == list.count)
    done += batch.count + expired.count
    if done % 97 == 0 { wheel.checkInvariants() }
  }
  wheel.checkInvariants()
  print("wheel: \(done) random operations as a sorted list does them, invariants hold")
}

try benchOccurrences()
try benchFoundation()
benchWheel(1_000_000)
benchWheel(10_000_000)
checkWheel(operations: 10_000_000)
