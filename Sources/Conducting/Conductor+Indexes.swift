import CheckIns
import Messages
package import Timekeeping

extension Conductor {
  /// A wheel of fewer stale entries is not worth filling anew.
  static let staleLeast = 10_000

  /// A quarter of what the wheel holds is gone from the database.
  var isWheelStale: Bool { stale > Self.staleLeast && stale * 4 > wheel.count }

  /// The deadlines of the rows that a turn touched.
  func indexTimers(of slice: Slice, now: Instant) {
    follow(slice.enrolments, now) { $0.timer }
    follow(slice.checkIns, now) { $0.timer }
    follow(slice.alerts, now) { $0.timer }
    follow(slice.people, now) { $0.timer }
  }

  private func follow<Element: Row, Kind>(
    _ rows: Rows<Element>, _ now: Instant, _ timer: (Element) -> Timer?
  ) where Element.Key == ID<Kind> {
    rows.eachTouched { row, original in
      note(
        timer(row)?.due, before: original.flatMap(timer)?.due, row.key.rawValue, now,
        within: horizon)
    }
  }

  /// A subject's deadline is in the wheel once; one that moved leaves a stale entry behind.
  func note(
    _ due: Instant?, before: Instant?, _ id: Int64, _ now: Instant, within end: Instant
  ) {
    if let before, before > now, before < end {
      if before == due { return }
      stale += 1
    }
    if let due, due < end { wheel.insert(due: due, id: UInt64(id)) }
  }

  /// What the wheel holds, stale entries included; for whoever checks that it covers the database.
  package var indexed: Set<Wheel.Entry> {
    var entries: Set<Wheel.Entry> = []
    wheel.forEach { entries.insert($0) }
    wheel.checkInvariants()
    return entries
  }

  /// What the database refused to have decided or sent, by id.
  package var putAside: Set<Int64> { Set(aside.keys) }

  /// Up to where the wheel is filled.
  package var horizonEnd: Instant { horizon }
}
