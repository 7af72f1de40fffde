/// Finds the local times of a rule without its end: years, months, weeks or days that are
/// `interval` apart, and the times that the BY parts make in each.
struct RecurrencePeriods: Sendable {
  private let frequency: RecurrenceRule.Frequency
  private let interval: Int64
  private let start: Int64
  private let startDate: LocalDate
  private let weekStart: Weekday
  private let days: RecurrenceDays
  /// Milliseconds of the day, rising; for FREQ=DAILY and longer.
  private let times: [Int64]
  private let positions: [Int]
  private let clock: RecurrenceClock

  init(_ rule: RecurrenceRule, start: LocalDateTime) {
    frequency = rule.frequency
    interval = Int64(rule.interval)
    self.start = start.milliseconds
    startDate = start.date
    weekStart = rule.weekStart
    days = RecurrenceDays(rule, start: start.date)
    positions = rule.positions
    clock = RecurrenceClock(rule, start: start)
    times = clock.timesOfDay
  }

  /// Never twice on one local date.
  var isOnceADay: Bool { times.count == 1 }

  /// The first local time that is at least `wall`; nil when there is none before 2200.
  func first(from wall: Int64) -> Int64? {
    let position = max(wall, start)
    switch frequency {
    case .hourly, .minutely, .secondly: return clock.first(from: position, days)
    case .yearly, .monthly, .weekly, .daily: return firstByPeriods(from: position)
    }
  }

  private func firstByPeriods(from wall: Int64) -> Int64? {
    if times.isEmpty { return nil }
    let date = LocalDateTime(milliseconds: wall).date
    var number = max(0, periodNumber(of: date) / interval)
    while let days = period(number * interval) {
      if let found = days.first(from: wall, times: times, positions: positions, start: start) {
        return found
      }
      number += 1
    }
    return nil
  }

  /// Whole periods from the start's to a date's.
  private func periodNumber(of date: LocalDate) -> Int64 {
    switch frequency {
    case .yearly: Int64(date.year - startDate.year)
    case .monthly: Int64((date.year - startDate.year) * 12 + date.month - startDate.month)
    case .weekly: floorDivide(Int64(date - weekBegin), 7)
    case .daily, .hourly, .minutely, .secondly: Int64(date - startDate)
    }
  }

  private var weekBegin: LocalDate {
    startDate - (startDate.weekdayIndex - (weekStart.rawValue - 1) + 7) % 7
  }

  /// The days of a period; nil after 2199.
  private func period(_ number: Int64) -> RecurrencePeriod? {
    var period = RecurrencePeriod()
    switch frequency {
    case .yearly:
      let year = startDate.year + Int(number)
      guard year <= CalendarExpression.yearRange.upperBound else { return nil }
      for month in 1...12 { period.add(days.bits(year, month), year, month) }
    case .monthly:
      let index = startDate.year * 12 + startDate.month - 1 + Int(number)
      guard index / 12 <= CalendarExpression.yearRange.upperBound else { return nil }
      period.add(days.bits(index / 12, index % 12 + 1), index / 12, index % 12 + 1)
    case .weekly:
      let first = weekBegin + Int(number) * 7
      guard first <= CalendarMatcher.lastDay else { return nil }
      // Days before the start do not count for BYSETPOS either.
      let from = number == 0 ? startDate - first : 0
      period.addDays(first, from..<7, where: days)
    case .daily, .hourly, .minutely, .secondly:
      let date = startDate + Int(number)
      guard date <= CalendarMatcher.lastDay else { return nil }
      period.addDays(date, 0..<1, where: days)
    }
    return period
  }
}

/// The days of one period: up to twelve stretches of at most 63 days.
struct RecurrencePeriod {
  private var bases: InlineArray<12, LocalDate> = InlineArray(repeating: LocalDate(days: 0))
  private var bits: InlineArray<12, UInt64> = InlineArray(repeating: 0)
  private var parts = 0

  /// Bit 1 is the first of the month.
  mutating func add(_ days: UInt64, _ year: Int, _ month: Int) {
    guard days != 0 else { return }
    bases[parts] = LocalDate(days: LocalDate.dayNumber(year: year, month: month, day: 1) - 1)
    bits[parts] = days
    parts += 1
  }

  mutating func addDays(_ first: LocalDate, _ range: Range<Int>, where days: RecurrenceDays) {
    var found: UInt64 = 0
    for number in range where days.contains(first + number) { found |= 1 << UInt64(number) }
    guard found != 0 else { return }
    bases[parts] = first
    bits[parts] = found
    parts += 1
  }

  /// The first of the period's times that is at least `wall` and `start`.
  func first(from wall: Int64, times: [Int64], positions: [Int], start: Int64) -> Int64? {
    let from = max(wall, start)
    guard positions.isEmpty else { return firstAtPositions(from, times, positions) }
    for part in 0..<parts {
      var rest = bits[part]
      while rest != 0 {
        let day = Int64(bases[part].days) + Int64(rest.trailingZeroBitCount)
        rest &= rest - 1
        let midnight = day * 86_400_000
        guard midnight + 86_400_000 > from else { continue }
        for time in times where midnight + time >= from { return midnight + time }
      }
    }
    return nil
  }

  private func firstAtPositions(_ from: Int64, _ times: [Int64], _ positions: [Int]) -> Int64? {
    var days = 0
    for part in 0..<parts { days += bits[part].nonzeroBitCount }
    let size = days * times.count
    var best: Int64?
    for position in positions {
      let index = position > 0 ? position - 1 : size + position
      guard index >= 0, index < size else { continue }
      let wall = day(index / times.count) * 86_400_000 + times[index % times.count]
      if wall >= from { best = best.map { min($0, wall) } ?? wall }
    }
    return best
  }

  /// The nth day, from 0; there must be one.
  private func day(_ index: Int) -> Int64 {
    var skip = index
    var part = 0
    while skip >= bits[part].nonzeroBitCount {
      skip -= bits[part].nonzeroBitCount
      part += 1
    }
    var rest = bits[part]
    for _ in 0..<skip { rest &= rest - 1 }
    return Int64(bases[part].days) + Int64(rest.trailingZeroBitCount)
  }
}
