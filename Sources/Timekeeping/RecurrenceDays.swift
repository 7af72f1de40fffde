/// The days that a recurrence rule allows, as bits a month: bit 1 is the first.
struct RecurrenceDays: Sendable {
  private let frequency: RecurrenceRule.Frequency
  private var months: UInt64 = 0x1FFE
  private var monthDays: [Int]
  /// Bit 0 is Monday; 0 when BYDAY has no plain day.
  private var weekdays: UInt64 = 0
  private var ordinals: [RecurrenceRule.Day] = []
  private let yearDays: [Int]
  private let weekNumbers: [Int]
  private let weekStart: Weekday
  /// Ordinals count within the month, not the year.
  private let countsInMonth: Bool
  private let limitsWeekday: Bool
  /// Nothing limits the date.
  let isEveryDay: Bool

  init(_ rule: RecurrenceRule, start: LocalDate) {
    frequency = rule.frequency
    monthDays = rule.monthDays
    yearDays = rule.yearDays
    weekNumbers = rule.weekNumbers
    weekStart = rule.weekStart
    countsInMonth = rule.frequency == .monthly || !rule.months.isEmpty
    var months = rule.months
    var days = rule.days
    // What the rule does not say comes from the start (RFC 5545 section 3.3.10, last paragraphs).
    if rule.weekNumbers.isEmpty, rule.yearDays.isEmpty, monthDays.isEmpty, days.isEmpty {
      switch rule.frequency {
      case .yearly:
        if months.isEmpty { months = [start.month] }
        monthDays = [start.day]
      case .monthly: monthDays = [start.day]
      case .weekly: days = [RecurrenceRule.Day(ordinal: 0, weekday: start.weekday)]
      case .daily, .hourly, .minutely, .secondly: break
      }
    }
    if !months.isEmpty { self.months = months.reduce(0) { $0 | 1 << UInt64($1) } }
    for day in days where day.ordinal == 0 { weekdays |= 1 << UInt64(day.weekday.rawValue - 1) }
    ordinals = days.filter { $0.ordinal != 0 }
    limitsWeekday = !days.isEmpty
    isEveryDay =
      months.isEmpty && days.isEmpty && monthDays.isEmpty && yearDays.isEmpty
      && weekNumbers.isEmpty
  }

  func contains(_ date: LocalDate) -> Bool {
    if isEveryDay { return true }
    let (year, month, day) = date.civil
    return bits(year, month) >> UInt64(day) & 1 == 1
  }

  /// The allowed days of a month.
  func bits(_ year: Int, _ month: Int) -> UInt64 {
    guard months >> UInt64(month) & 1 == 1 else { return 0 }
    let length = LocalDate.length(ofMonth: month, year: year)
    let first = LocalDate(days: LocalDate.dayNumber(year: year, month: month, day: 1))
    var bits: UInt64 = (1 << UInt64(length + 1)) - 2
    if !monthDays.isEmpty { bits &= monthDayBits(length) }
    if limitsWeekday { bits &= weekdayBits(year, first, length) }
    if !yearDays.isEmpty { bits &= yearDayBits(year, first, length) }
    if !weekNumbers.isEmpty { bits &= weekNumberBits(first, length) }
    return bits
  }

  private func monthDayBits(_ length: Int) -> UInt64 {
    var bits: UInt64 = 0
    for day in monthDays {
      let number = day > 0 ? day : length + 1 + day
      if number >= 1 { bits |= 1 << UInt64(number) }
    }
    return bits
  }

  private func weekdayBits(_ year: Int, _ first: LocalDate, _ length: Int) -> UInt64 {
    var bits = ((weekdays &* 0x02_0408_1020_4081) >> UInt64(first.weekdayIndex)) << 1
    guard !ordinals.isEmpty else { return bits }
    var from = first
    var span = length
    if !countsInMonth {
      from = LocalDate(days: LocalDate.dayNumber(year: year, month: 1, day: 1))
      span = LocalDate.isLeap(year) ? 366 : 365
    }
    for day in ordinals {
      guard let date = Self.nth(day, from, span) else { continue }
      let number = date - first + 1
      if number >= 1, number <= length { bits |= 1 << UInt64(number) }
    }
    return bits
  }

  /// The nth weekday of a stretch of days, counted from its end when negative.
  private static func nth(_ day: RecurrenceRule.Day, _ first: LocalDate, _ span: Int) -> LocalDate?
  {
    let wanted = day.weekday.rawValue - 1
    let distance: Int
    if day.ordinal > 0 {
      distance = (wanted - first.weekdayIndex + 7) % 7 + (day.ordinal - 1) * 7
    } else {
      let last = first + (span - 1)
      distance = span - 1 - (last.weekdayIndex - wanted + 7) % 7 + (day.ordinal + 1) * 7
    }
    return distance >= 0 && distance < span ? first + distance : nil
  }

  private func yearDayBits(_ year: Int, _ first: LocalDate, _ length: Int) -> UInt64 {
    let before = first - LocalDate(days: LocalDate.dayNumber(year: year, month: 1, day: 1))
    let yearLength = LocalDate.isLeap(year) ? 366 : 365
    var bits: UInt64 = 0
    for day in yearDays {
      let number = (day > 0 ? day : yearLength + 1 + day) - before
      if number >= 1, number <= length { bits |= 1 << UInt64(number) }
    }
    return bits
  }

  /// Week numbers of ISO 8601, with weeks that begin on WKST: the first has four days of the year.
  private func weekNumberBits(_ first: LocalDate, _ length: Int) -> UInt64 {
    var bits: UInt64 = 0
    for number in 1...length {
      let (week, weeks) = first.adding(days: number - 1).week(startingOn: weekStart)
      if weekNumbers.contains(week) || weekNumbers.contains(week - weeks - 1) {
        bits |= 1 << UInt64(number)
      }
    }
    return bits
  }
}

extension LocalDate {
  fileprivate func adding(days count: Int) -> LocalDate { self + count }

  /// The number of the week, and how many weeks its year has.
  func week(startingOn start: Weekday) -> (week: Int, weeks: Int) {
    let intoWeek = (weekdayIndex - (start.rawValue - 1) + 7) % 7
    // The week belongs to the year that has its fourth day.
    let year = (self + (3 - intoWeek)).year
    let firstWeek = Self.firstWeek(of: year, startingOn: start)
    let weeks = (Self.firstWeek(of: year + 1, startingOn: start) - firstWeek) / 7
    return ((self - firstWeek) / 7 + 1, weeks)
  }

  private static func firstWeek(of year: Int, startingOn start: Weekday) -> LocalDate {
    let fourth = LocalDate(days: dayNumber(year: year, month: 1, day: 4))
    return fourth - (fourth.weekdayIndex - (start.rawValue - 1) + 7) % 7
  }
}
