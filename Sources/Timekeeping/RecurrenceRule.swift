/// A recurrence rule of RFC 5545 section 3.3.10, with or without its start and its exceptions.
package struct RecurrenceRule: Hashable, Sendable, TextCodable {
  package enum Frequency: String, Hashable, Sendable, CaseIterable {
    case yearly = "YEARLY"
    case monthly = "MONTHLY"
    case weekly = "WEEKLY"
    case daily = "DAILY"
    case hourly = "HOURLY"
    case minutely = "MINUTELY"
    case secondly = "SECONDLY"
  }

  /// `TU`, `2TU` (second Tuesday), `-1FR` (last Friday).
  struct Day: Hashable, Sendable {
    /// 0: every one.
    var ordinal: Int
    var weekday: Weekday
  }

  enum Until: Hashable, Sendable {
    case instant(Instant)
    case local(LocalDateTime)
    /// That whole day is included.
    case date(LocalDate)
  }

  /// A date or time of EXDATE or RDATE.
  enum Moment: Hashable, Sendable {
    case instant(Instant)
    case local(LocalDateTime)
    case date(LocalDate)
  }

  package internal(set) var frequency = Frequency.daily
  package internal(set) var interval = 1
  package internal(set) var count: Int?
  var until: Until?
  var seconds: [Int] = []
  var minutes: [Int] = []
  var hours: [Int] = []
  var days: [Day] = []
  var monthDays: [Int] = []
  var yearDays: [Int] = []
  var weekNumbers: [Int] = []
  var months: [Int] = []
  var positions: [Int] = []
  var weekStart = Weekday.monday
  /// DTSTART, when the text has one.
  package var start: LocalDateTime?
  /// DTSTART's TZID; nil: the person's own zone.
  package internal(set) var zoneName: String?
  var exceptions: [Moment] = []
  var additions: [Moment] = []

  init() {}

  /// Reads `FREQ=WEEKLY;BYDAY=MO`, or lines `DTSTART:`, `RRULE:`, `EXDATE:`, `RDATE:`.
  package init(_ text: String) throws(TimekeepingFailure) {
    var parser = RecurrenceParser(text)
    self = try parser.parse()
  }

  package init(text: String) throws(TimekeepingFailure) { try self.init(text) }
}

extension RecurrenceRule {
  /// The rule says itself at which times of day it happens, so a schedule's `time` has no effect.
  package var namesTimes: Bool {
    switch frequency {
    case .yearly, .monthly, .weekly, .daily: !(hours.isEmpty && minutes.isEmpty && seconds.isEmpty)
    case .hourly, .minutely, .secondly: true
    }
  }

  /// How many times it names on a day, at most; RDATE is not counted.
  package var timesPerDay: Int {
    func count(_ list: [Int], _ all: Int) -> Int { list.isEmpty ? all : list.count }
    let (hourly, minutely, secondly): (Int, Int, Int) =
      switch frequency {
      case .yearly, .monthly, .weekly, .daily: (1, 1, 1)
      case .hourly: (24, 1, 1)
      case .minutely: (24, 60, 1)
      case .secondly: (24, 60, 60)
      }
    let named = count(hours, hourly) * count(minutes, minutely) * count(seconds, secondly)
    guard hourly > 1 else { return named }
    let periods = hourly * minutely * secondly
    let steps = (periods + interval - 1) / interval
    let within = (minutely > 1 ? 1 : count(minutes, 1)) * (secondly > 1 ? 1 : count(seconds, 1))
    return min(named, steps * within)
  }
}
