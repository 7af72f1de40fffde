/// The times of day of a rule, and the search for FREQ=HOURLY and shorter.
struct RecurrenceClock: Sendable {
  private let step: Int64
  private let base: Int64
  private let start: Int64
  private let hours: UInt64
  private let minutes: UInt64
  private let seconds: UInt64
  private let limitsMinute: Bool
  private let limitsSecond: Bool
  /// Milliseconds within an hour (HOURLY) or minute (MINUTELY) at which it happens, rising: the
  /// same in each, so BYSETPOS chooses once. None where it names no time that there is.
  private let within: [Int64]
  /// Milliseconds within the day, rising (DAILY and longer).
  let timesOfDay: [Int64]
  /// Some time of day can be met at all.
  private let isReachable: Bool

  init(_ rule: RecurrenceRule, start: LocalDateTime) {
    let time = start.time
    let unit: Int64 =
      switch rule.frequency {
      case .hourly: 3_600_000
      case .minutely: 60_000
      case .secondly, .yearly, .monthly, .weekly, .daily: 1000
      }
    self.start = start.milliseconds
    step = unit * Int64(rule.interval)
    base = floorDivide(start.milliseconds, unit) * unit
    hours = Self.bits(rule.hours, 23)
    minutes = Self.bits(rule.minutes, 59)
    seconds = Self.bits(rule.seconds, 59)
    limitsMinute = rule.frequency == .minutely || rule.frequency == .secondly
    limitsSecond = rule.frequency == .secondly
    let minuteList = rule.minutes.isEmpty ? [time.minute] : rule.minutes
    let secondList = rule.seconds.isEmpty ? [time.second] : rule.seconds.filter { $0 < 60 }
    let minuteTimes = minuteList.flatMap { minute in
      secondList.map { Int64(minute * 60 + $0) * 1000 }
    }
    let within: [Int64]
    switch rule.frequency {
    case .hourly: (within, timesOfDay) = (minuteTimes, [])
    case .minutely: (within, timesOfDay) = (secondList.map { Int64($0) * 1000 }, [])
    case .secondly: (within, timesOfDay) = ([0], [])
    case .yearly, .monthly, .weekly, .daily:
      let hourList = rule.hours.isEmpty ? [time.hour] : rule.hours
      within = []
      timesOfDay = hourList.flatMap { hour in minuteTimes.map { Int64(hour) * 3_600_000 + $0 } }
    }
    self.within = Self.chosen(within, rule.positions)
    isReachable = Self.isReachable(
      step, base, hours, limitsMinute ? minutes : .max, limitsSecond ? seconds : .max)
  }

  /// Those at BYSETPOS, counted from 1, or from the end by -1.
  private static func chosen(_ times: [Int64], _ positions: [Int]) -> [Int64] {
    if positions.isEmpty { return times }
    let indices = positions.map { $0 > 0 ? $0 - 1 : times.count + $0 }
    return Set(indices.filter(times.indices.contains)).sorted().map { times[$0] }
  }

  /// Every value when there is no list.
  private static func bits(_ values: [Int], _ last: Int) -> UInt64 {
    let all: UInt64 = (1 << UInt64(last + 1)) - 1
    return values.isEmpty ? all : values.filter { $0 <= last }.reduce(0) { $0 | 1 << UInt64($1) }
  }

  private static func has(_ bits: UInt64, _ number: Int64) -> Bool {
    (bits >> UInt64(number)) & 1 == 1
  }

  /// The steps meet the same times of day again and again: whether an allowed one is among them.
  private static func isReachable(
    _ step: Int64, _ base: Int64, _ hours: UInt64, _ minutes: UInt64, _ seconds: UInt64
  ) -> Bool {
    var divisor = step / 1000
    var other: Int64 = 86_400
    while other != 0 { (divisor, other) = (other, divisor % other) }
    let first = (floorDivide(base, 1000) % divisor + divisor) % divisor
    return stride(from: first, to: 86_400, by: Int(divisor)).contains { second in
      has(hours, second / 3600) && has(minutes, second / 60 % 60) && has(seconds, second % 60)
    }
  }

  /// The first local time that is at least `wall`.
  func first(from wall: Int64, _ days: RecurrenceDays) -> Int64? {
    guard isReachable, !within.isEmpty else { return nil }
    var number = max(0, (wall - base) / step)
    while true {
      let period = base + number * step
      let local = LocalDateTime(milliseconds: period)
      guard local.date <= CalendarMatcher.lastDay else { return nil }
      if let resume = skip(local, days) {
        number = max(number + 1, (resume - base + step - 1) / step)
        continue
      }
      if let found = firstWithin(period, from: wall) { return found }
      number += 1
    }
  }

  /// Where to go on when a period is not allowed.
  private func skip(_ local: LocalDateTime, _ days: RecurrenceDays) -> Int64? {
    guard days.contains(local.date) else {
      return LocalDateTime(local.date + 1, .midnight).milliseconds
    }
    let time = local.time
    guard Self.has(hours, Int64(time.hour)) else {
      return floorDivide(local.milliseconds, 3_600_000) * 3_600_000 + 3_600_000
    }
    guard !limitsMinute || Self.has(minutes, Int64(time.minute)) else {
      return floorDivide(local.milliseconds, 60_000) * 60_000 + 60_000
    }
    guard !limitsSecond || Self.has(seconds, Int64(time.second)) else {
      return local.milliseconds + 1000
    }
    return nil
  }

  private func firstWithin(_ period: Int64, from wall: Int64) -> Int64? {
    let from = max(wall, start)
    return within.lazy.map { period + $0 }.first { $0 >= from }
  }
}
