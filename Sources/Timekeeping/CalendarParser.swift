/// Reads calendar expressions; accepts and refuses what systemd 252 does.
struct CalendarParser {
  private let text: String
  private var cursor: TextCursor
  private var expression = CalendarExpression()

  /// systemd's limit on the items of a field.
  private static let itemsMax = 240

  init(_ text: String) {
    self.text = text
    cursor = TextCursor(text)
  }

  private func failure(_ expected: String) -> TimekeepingFailure {
    TimekeepingFailure("\"\(text)\" is not a calendar expression; expected \(expected)")
  }

  mutating func parse() throws(TimekeepingFailure) -> CalendarExpression {
    takeZone()
    guard !cursor.isAtEnd else { throw failure("one like \"Mon..Fri 09:00\"") }
    if let shorthand = Self.shorthands[cursor.rest.lowercased()] {
      cursor = TextCursor(shorthand)
    }
    try parseWeekdays()
    if try parseDay() { try parseTime() }
    guard cursor.isAtEnd else { throw failure("nothing after the time, not \"\(cursor.rest)\"") }
    try normalize()
    expression.compile()
    return expression
  }

  private static let shorthands = [
    "minutely": "*-*-* *:*:00", "hourly": "*-*-* *:00:00", "daily": "*-*-* 00:00:00",
    "monthly": "*-*-01 00:00:00", "weekly": "Mon *-*-* 00:00:00",
    "annually": "*-01-01 00:00:00", "yearly": "*-01-01 00:00:00", "anually": "*-01-01 00:00:00",
    "quarterly": "*-01,04,07,10-01 00:00:00", "biannually": "*-01,07-01 00:00:00",
    "bi-annually": "*-01,07-01 00:00:00", "semiannually": "*-01,07-01 00:00:00",
    "semi-annually": "*-01,07-01 00:00:00",
  ]

  /// The last word, when it looks like the name of a zone.
  private mutating func takeZone() {
    guard let space = cursor.bytes.lastIndex(of: 32) else { return }
    let word = String(decoding: cursor.bytes[(space + 1)...], as: UTF8.self)
    if word.lowercased() == "utc" {
      expression.zoneName = "UTC"
    } else if Self.isZone(word) {
      expression.zoneName = word
    } else {
      return
    }
    cursor = TextCursor(Array(cursor.bytes[..<space]))
  }

  /// A name with a slash, or one of the old names without; whether the zone exists is not known
  /// here.
  private static func isZone(_ word: String) -> Bool {
    guard let first = word.utf8.first, first.isLetter else { return false }
    return ZoneNames.isPlausible(word) && (word.utf8.contains(47) || shortZones.contains(word))
  }

  private static let shortZones: Set<String> = [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "Factory", "GB", "GB-Eire",
    "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
    "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo",
    "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "Universal",
    "W-SU", "WET", "Zulu",
  ]
}

// MARK: - Weekdays

extension CalendarParser {
  private mutating func parseWeekdays() throws(TimekeepingFailure) {
    var rangeStart: Weekday?
    var isFirst = true
    while true {
      if !isFirst, cursor.peek == 32 { return }
      guard let day = takeWeekday() else {
        if isFirst { return }
        throw failure("a weekday where it says \"\(cursor.rest)\"")
      }
      try add(day, from: rangeStart)
      if cursor.isAtEnd { return }
      if cursor.peek == 32 {
        cursor.skipSpaces()
        return
      }
      if cursor.take("-") || cursor.take(word: "..") {
        guard rangeStart == nil else { throw failure("a range of two weekdays, like Mon..Fri") }
        rangeStart = day
      } else if cursor.take(",") {
        rangeStart = nil
      } else {
        throw failure("weekdays like Mon,Wed or Mon..Fri and a space after them")
      }
      if cursor.isAtEnd || cursor.peek == 32 {
        guard rangeStart == nil else { throw failure("a weekday after \"\(day.shortName)..\"") }
        cursor.skipSpaces()
        return
      }
      isFirst = false
    }
  }

  private mutating func add(_ day: Weekday, from start: Weekday?) throws(TimekeepingFailure) {
    guard let start else {
      expression.weekdays.insert(Weekdays(day))
      return
    }
    guard start.rawValue <= day.rawValue else {
      let first = "\(start.shortName)..Sun,Mon..\(day.shortName)"
      throw failure("weekdays from Monday on: write \(first)")
    }
    for number in start.rawValue...day.rawValue {
      expression.weekdays.insert(Weekdays(rawValue: 1 << UInt8(number - 1)))
    }
  }

  private mutating func takeWeekday() -> Weekday? {
    let rest = cursor.rest.lowercased()
    for day in Weekday.allCases {
      for name in [day.name, day.shortName] where rest.hasPrefix(name.lowercased()) {
        cursor.position += name.utf8.count
        return day
      }
    }
    return nil
  }
}

// MARK: - Date and time

extension CalendarParser {
  /// Returns whether a time may follow: not after `@seconds`.
  private mutating func parseDay() throws(TimekeepingFailure) -> Bool {
    if cursor.isAtEnd { return true }
    if cursor.peek == 64 {
      try parseEpoch()
      return false
    }
    let start = cursor.position
    let first = try parseChain("a date like *-*-01 or a time like 09:00")
    if cursor.isAtEnd || cursor.peek == 58 {
      cursor.position = start
      return true
    }
    try parseDaySeparator()
    let second = try parseChain("a month or day")
    if cursor.isAtEnd || cursor.peek == 32 {
      cursor.skipSpaces()
      (expression.months, expression.days) = (first, second)
      return true
    }
    guard !expression.fromEndOfMonth else { throw failure("\"~\" only before the day") }
    try parseDaySeparator()
    let third = try parseChain("a day")
    guard cursor.isAtEnd || cursor.peek == 32 else {
      throw failure("a space after the date, not \"\(cursor.rest)\"")
    }
    cursor.skipSpaces()
    (expression.years, expression.months, expression.days) = (first, second, third)
    return true
  }

  private mutating func parseDaySeparator() throws(TimekeepingFailure) {
    if cursor.take("~") {
      expression.fromEndOfMonth = true
    } else if !cursor.take("-") {
      throw failure("a date like *-*-01 or a time like 09:00")
    }
  }

  /// `@1700000000`: one moment, in UTC.
  private mutating func parseEpoch() throws(TimekeepingFailure) {
    _ = cursor.take("@")
    cursor.skipSpaces()
    let isNegative = cursor.take("-")
    if !isNegative { _ = cursor.take("+") }
    cursor.skipLeadingZeros()
    guard let seconds = cursor.number(digits: 1...18), seconds == 0 || !isNegative else {
      throw failure("seconds since 1970 after \"@\"")
    }
    let local = LocalDateTime(milliseconds: Int64(seconds).multipliedClamped(by: 1000))
    let (year, month, day) = local.date.civil
    func chain(_ value: Int) -> CalendarChain {
      [CalendarComponent(start: value, stop: -1, step: 0)]
    }
    expression.years = chain(year)
    expression.months = chain(month)
    expression.days = chain(day)
    expression.hours = chain(local.time.hour)
    expression.minutes = chain(local.time.minute)
    expression.seconds = chain(local.time.second * CalendarExpression.microsecondsPerSecond)
    expression.zoneName = "UTC"
  }

  private mutating func parseTime() throws(TimekeepingFailure) {
    let zero: CalendarChain = [CalendarComponent(start: 0, stop: -1, step: 0)]
    (expression.minutes, expression.seconds) = (zero, zero)
    guard !cursor.isAtEnd else {
      expression.hours = zero
      return
    }
    expression.hours = try parseChain("an hour")
    guard cursor.take(":") else { throw failure("a time like 09:00") }
    expression.minutes = try parseChain("a minute")
    guard !cursor.isAtEnd else { return }
    guard cursor.take(":") else {
      throw failure("a time like 09:00 or 09:00:30, not \"\(cursor.rest)\" after it")
    }
    expression.seconds = try parseChain("a second", unit: CalendarExpression.microsecondsPerSecond)
  }

  private mutating func parseChain(_ what: String, unit: Int = 1) throws(TimekeepingFailure)
    -> CalendarChain
  {
    if cursor.take("*") {
      return unit == 1 ? [] : [CalendarComponent(start: 0, stop: -1, step: unit)]
    }
    var chain: CalendarChain = []
    repeat {
      guard chain.count <= Self.itemsMax else {
        throw failure("at most \(Self.itemsMax) items in one list")
      }
      chain.append(try parseItem(what, unit: unit))
    } while cursor.take(",")
    return chain
  }

  private mutating func parseItem(_ what: String, unit: Int) throws(TimekeepingFailure)
    -> CalendarComponent
  {
    var item = CalendarComponent(start: try parseNumber(what, unit: unit), stop: -1, step: 0)
    if cursor.take(word: "..") {
      item.stop = try parseNumber("the end of a range", unit: unit)
      item.step = unit
    }
    if cursor.take("/") {
      item.step = try parseNumber("a repetition", unit: unit)
      guard item.step > 0 else { throw failure("a repetition of at least 1 after \"/\"") }
    } else if unit > 1, item.stop >= 0, item.start + item.step > item.stop {
      throw failure("a range of at least a second, or a repetition after \"/\"")
    }
    guard let next = cursor.peek else { return item }
    guard " ,-~:".utf8.contains(next) else {
      throw failure("\(what) before \"\(cursor.rest)\"")
    }
    return item
  }

  private mutating func parseNumber(_ what: String, unit: Int) throws(TimekeepingFailure) -> Int {
    cursor.skipLeadingZeros()
    guard let value = cursor.number(digits: 1...18), value <= 2_147_483_647 / unit,
      cursor.peek?.isDigit != true
    else { throw failure("\(what) where it says \"\(cursor.rest)\"") }
    guard unit > 1, cursor.peek == 46, cursor.peek(ahead: 1) != 46 else { return value * unit }
    _ = cursor.take(".")
    guard let fraction = cursor.fraction(places: 6, rounds: true) else {
      throw failure("digits after the decimal point")
    }
    return value * unit + fraction
  }
}

// MARK: - Normal form

extension CalendarParser {
  private mutating func normalize() throws(TimekeepingFailure) {
    if expression.weekdays == .all { expression.weekdays = [] }
    if expression.days.isEmpty { expression.fromEndOfMonth = false }
    for index in expression.years.indices {
      expression.years[index].start = Self.fullYear(expression.years[index].start)
      expression.years[index].stop = Self.fullYear(expression.years[index].stop)
    }
    expression.years.normalize()
    expression.months.normalize()
    expression.days.normalize()
    expression.hours.normalize()
    expression.minutes.normalize()
    expression.seconds.normalize()
    try check()
    // Where every second stands first, systemd prints that alone; true where all are whole.
    let second = CalendarExpression.microsecondsPerSecond
    let every = CalendarComponent(start: 0, stop: -1, step: second)
    let areWhole = expression.seconds.allSatisfy { $0.start % second == 0 && $0.step % second == 0 }
    if expression.seconds.first == every, areWhole { expression.seconds = [every] }
  }

  /// Two digits are of this or the last century, as systemd reads them.
  private static func fullYear(_ year: Int) -> Int {
    switch year {
    case 0..<70: year + 2000
    case 70..<100: year + 1900
    default: year
    }
  }

  private func check() throws(TimekeepingFailure) {
    guard expression.years.isValid(CalendarExpression.yearRange) else {
      throw failure("years of 1970 to 2199")
    }
    guard expression.months.isValid(1...12) else { throw failure("months of 1 to 12") }
    guard expression.days.isValid(1...31, fromEndOfMonth: expression.fromEndOfMonth) else {
      throw failure(expression.fromEndOfMonth ? "days of ~1 to ~28" : "days of 1 to 31")
    }
    guard expression.hours.isValid(0...23) else { throw failure("hours of 0 to 23") }
    guard expression.minutes.isValid(0...59) else { throw failure("minutes of 0 to 59") }
    guard expression.seconds.isValid(0...59_999_999) else { throw failure("seconds of 0 to 59") }
  }
}

extension Int64 {
  func multipliedClamped(by factor: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max / 4 : product
  }
}
