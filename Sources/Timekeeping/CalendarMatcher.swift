/// A calendar expression made ready for searching: bits for each field.
struct CalendarMatcher: Hashable, Sendable {
  private var weekdays: UInt64 = 0x7F
  private var years: CalendarChain = []
  private var months: UInt64 = 0
  /// For months of 28, 29, 30 and 31 days; bit 1 is the first.
  private var days28: UInt64 = 0
  private var days29: UInt64 = 0
  private var days30: UInt64 = 0
  private var days31: UInt64 = 0
  private var hours: UInt64 = 0
  private var minutes: UInt64 = 0
  /// Whole seconds; not looked at when `fractions` is not empty.
  private var seconds: UInt64 = 0
  /// Seconds with fractions, in microseconds.
  private var fractions: CalendarChain = []
  /// The same as rising milliseconds of a minute, each once.
  private var fractionTimes: [Int32] = []
  /// No field but the weekday limits the date.
  private var isAnyDate = true
  private(set) var firstTime = LocalTime.midnight
  private(set) var timesPerDay = 1

  private static let firstDay = LocalDate(days: 0)
  /// 2199-12-31.
  static let lastDay = LocalDate(days: 84_005)

  init() {}

  init(_ expression: CalendarExpression) {
    weekdays = expression.weekdays.isEmpty ? 0x7F : UInt64(expression.weekdays.rawValue)
    years = expression.years
    months = expression.months.bits(1...12)
    days28 = Self.days(expression, 28)
    days29 = Self.days(expression, 29)
    days30 = Self.days(expression, 30)
    days31 = Self.days(expression, 31)
    hours = expression.hours.bits(0...23)
    minutes = expression.minutes.bits(0...59)
    let second = CalendarExpression.microsecondsPerSecond
    if expression.seconds.allSatisfy({ $0.start % second == 0 && $0.step % second == 0 }) {
      for value in 0...59 where expression.seconds.matches(value * second) {
        seconds |= 1 << UInt64(value)
      }
    } else {
      fractions = expression.seconds
    }
    isAnyDate = expression.years.isEmpty && expression.months.isEmpty && expression.days.isEmpty
    var from = 0
    while !fractions.isEmpty, let time = self.second(from: from * 1000) {
      fractionTimes.append(Int32(time))
      from = time + 1
    }
    let perMinute = fractions.isEmpty ? seconds.nonzeroBitCount : fractionTimes.count
    timesPerDay = hours.nonzeroBitCount * minutes.nonzeroBitCount * perMinute
    firstTime = search(from: 0) ?? .midnight
  }

  private static func days(_ expression: CalendarExpression, _ length: Int) -> UInt64 {
    guard expression.fromEndOfMonth else { return expression.days.bits(1...length) }
    let turned = expression.days.map { item in
      item.stop > 0
        ? CalendarComponent(
          start: length + 1 - item.stop, stop: length + 1 - item.start, step: item.step)
        : CalendarComponent(start: length + 1 - item.start, stop: -1, step: item.step)
    }
    return turned.bits(1...length)
  }

  /// The first matching day from a day on.
  @inline(__always)
  func date(from date: LocalDate) -> LocalDate? {
    guard isAnyDate else { return searchDate(from: date) }
    let start = max(date, Self.firstDay)
    let ahead = ((weekdays | (weekdays << 7)) >> UInt64(start.weekdayIndex)).trailingZeroBitCount
    let found = start + ahead
    return found <= Self.lastDay ? found : nil
  }

  private func searchDate(from date: LocalDate) -> LocalDate? {
    var (year, month, day) = max(date, Self.firstDay).civil
    while year <= CalendarExpression.yearRange.upperBound {
      guard let nextYear = years.first(from: year) else { return nil }
      if nextYear != year { (year, month, day) = (nextYear, 1, 1) }
      let laterMonths = month > 12 ? 0 : months & (.max << UInt64(month))
      guard laterMonths != 0 else {
        (year, month, day) = (year + 1, 1, 1)
        continue
      }
      if laterMonths.trailingZeroBitCount != month {
        (month, day) = (laterMonths.trailingZeroBitCount, 1)
      }
      if let found = self.day(year: year, month: month, from: day) { return found }
      (month, day) = (month + 1, 1)
    }
    return nil
  }

  private func day(year: Int, month: Int, from day: Int) -> LocalDate? {
    guard year <= CalendarExpression.yearRange.upperBound else { return nil }
    let first = LocalDate(days: LocalDate.dayNumber(year: year, month: month, day: 1))
    // Five weeks of weekday bits and a bit, turned so that bit 1 is the first of the month.
    let weeks = weekdays * 0x02_0408_1020_4081
    let matching = ((weeks >> UInt64(first.weekdayIndex)) << 1) & dayBits(month, year)
    let later = matching & (.max << UInt64(day))
    return later == 0 ? nil : first + (later.trailingZeroBitCount - 1)
  }

  private func dayBits(_ month: Int, _ year: Int) -> UInt64 {
    switch LocalDate.length(ofMonth: month, year: year) {
    case 28: days28
    case 29: days29
    case 30: days30
    default: days31
    }
  }

  /// The first time of day from `milliseconds` after midnight on.
  @inline(__always)
  func time(from milliseconds: Int) -> LocalTime? {
    if milliseconds <= Int(firstTime.milliseconds) { return firstTime }
    return timesPerDay == 1 ? nil : search(from: milliseconds)
  }

  /// How many of the day's times come before one of them.
  func slot(of time: LocalTime) -> Int {
    if timesPerDay == 1 { return 0 }
    func before(_ bits: UInt64, _ position: Int) -> Int {
      (bits & ~(.max << UInt64(position))).nonzeroBitCount
    }
    let fullMinutes =
      before(hours, time.hour) * minutes.nonzeroBitCount + before(minutes, time.minute)
    if fractions.isEmpty {
      return fullMinutes * seconds.nonzeroBitCount + before(seconds, time.second)
    }
    return fullMinutes * fractionTimes.count + fractionsBefore(time.milliseconds % 60_000)
  }

  private func fractionsBefore(_ time: Int32) -> Int {
    var (low, high) = (0, fractionTimes.count)
    while low < high {
      let middle = (low + high) / 2
      if fractionTimes[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func search(from milliseconds: Int) -> LocalTime? {
    var hour = milliseconds / 3_600_000
    var minute = milliseconds / 60_000 % 60
    var microsecond = milliseconds % 60_000 * 1000
    while let nextHour = Self.first(hours, from: hour) {
      if nextHour != hour { (hour, minute, microsecond) = (nextHour, 0, 0) }
      while let nextMinute = Self.first(minutes, from: minute) {
        if nextMinute != minute { (minute, microsecond) = (nextMinute, 0) }
        if let found = second(from: microsecond) {
          return LocalTime(milliseconds: Int32((hour * 60 + minute) * 60_000 + found))
        }
        (minute, microsecond) = (minute + 1, 0)
      }
      (hour, minute, microsecond) = (hour + 1, 0, 0)
    }
    return nil
  }

  /// Milliseconds within the minute; fractions finer than that are cut off.
  private func second(from microsecond: Int) -> Int? {
    guard fractions.isEmpty else {
      guard let found = fractions.first(from: microsecond), found < 60_000_000 else { return nil }
      return found / 1000
    }
    return Self.first(seconds, from: (microsecond + 999_999) / 1_000_000).map { $0 * 1000 }
  }

  private static func first(_ bits: UInt64, from position: Int) -> Int? {
    guard position < 64 else { return nil }
    let later = bits & (.max << UInt64(position))
    return later == 0 ? nil : later.trailingZeroBitCount
  }
}

extension CalendarMatcher: WallRule {
  @inline(__always)
  func first(from wall: Int64) -> Int64? {
    let local = LocalDateTime(milliseconds: wall)
    guard let date = date(from: local.date) else { return nil }
    if date == local.date {
      if let time = time(from: Int(local.time.milliseconds)) {
        return LocalDateTime(date, time).milliseconds
      }
    } else {
      return LocalDateTime(date, firstTime).milliseconds
    }
    guard let later = self.date(from: local.date + 1) else { return nil }
    return LocalDateTime(later, firstTime).milliseconds
  }
}
