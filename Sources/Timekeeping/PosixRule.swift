/// The rule for the time after a zone file's last change: a POSIX TZ string (RFC 9636 section 3.3).
struct PosixRule: Hashable {
  /// The day of a change within a year.
  enum Day: Hashable {
    /// `Jn`: 1...365, 29 February never counted.
    case julian(Int)
    /// `n`: 0...365, 29 February counted.
    case zeroBased(Int)
    /// `Mm.w.d`: weekday d (0 is Sunday) of week w (5 is the last) of month m.
    case weekday(month: Int, week: Int, day: Int)
  }

  struct Change: Hashable {
    var day: Day
    /// Seconds after midnight; -167 h to 167 h.
    var time: Int
  }

  var standardName: String
  var standardOffset: Int32
  var daylight: Daylight?

  struct Daylight: Hashable {
    var name: String
    var offset: Int32
    var start: Change
    var end: Change
  }

  init(_ text: String, zone: String) throws(TimekeepingFailure) {
    var cursor = TextCursor(text)
    guard let rule = PosixRule(reading: &cursor), cursor.isAtEnd else {
      throw TimekeepingFailure(
        "the zone file of \(zone) ends with \"\(text)\"; expected a POSIX TZ string")
    }
    self = rule
  }

  private init?(reading cursor: inout TextCursor) {
    guard let name = Self.name(&cursor), let west = Self.offset(&cursor) else { return nil }
    standardName = name
    standardOffset = Int32(-west)
    guard !cursor.isAtEnd else { return }
    guard let other = Self.name(&cursor) else { return nil }
    var offset = standardOffset + 3600
    if cursor.peek != 44 {
      guard let otherWest = Self.offset(&cursor) else { return nil }
      offset = Int32(-otherWest)
    }
    guard cursor.take(","), let start = Self.change(&cursor), cursor.take(","),
      let end = Self.change(&cursor)
    else { return nil }
    daylight = Daylight(name: other, offset: offset, start: start, end: end)
  }

  /// Letters, or anything between angle brackets.
  private static func name(_ cursor: inout TextCursor) -> String? {
    guard cursor.take("<") else {
      let letters = cursor.letters()
      return letters.count >= 3 ? letters : nil
    }
    let start = cursor.position
    while let byte = cursor.peek, byte != 62 { cursor.position += 1 }
    let name = String(decoding: cursor.bytes[start..<cursor.position], as: UTF8.self)
    return cursor.take(">") ? name : nil
  }

  /// As `time`, at most a day (RFC 9636 section 3.3.1: wider hours are for changes alone).
  private static func offset(_ cursor: inout TextCursor) -> Int? {
    time(&cursor).flatMap { abs($0) < 25 * 3600 ? $0 : nil }
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private static func time(_ cursor: inout TextCursor) -> Int? {
    let isNegative = cursor.take("-")
    if !isNegative { _ = cursor.take("+") }
    guard let hours = cursor.number(digits: 1...3), hours <= 167 else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where cursor.take(":") {
      guard let value = cursor.number(digits: 2...2), value < 60 else { return nil }
      seconds += value * unit
    }
    return isNegative ? -seconds : seconds
  }

  private static func change(_ cursor: inout TextCursor) -> Change? {
    guard let day = day(&cursor) else { return nil }
    guard cursor.take("/") else { return Change(day: day, time: 7200) }
    guard let time = time(&cursor) else { return nil }
    return Change(day: day, time: time)
  }

  private static func day(_ cursor: inout TextCursor) -> Day? {
    if cursor.take("J") {
      guard let number = cursor.number(), (1...365).contains(number) else { return nil }
      return .julian(number)
    }
    guard cursor.take("M") else {
      guard let number = cursor.number(), number <= 365 else { return nil }
      return .zeroBased(number)
    }
    guard let month = cursor.number(), (1...12).contains(month), cursor.take("."),
      let week = cursor.number(), (1...5).contains(week), cursor.take("."),
      let day = cursor.number(), day <= 6
    else { return nil }
    return .weekday(month: month, week: week, day: day)
  }
}

extension PosixRule {
  /// Appends 401 years of changes, so that the last 400 can be repeated for ever.
  /// Returns whether there is anything to repeat.
  func extend(_ steps: inout [ZoneStep], abbreviations: inout [String]) -> Bool {
    let standard = Self.number(of: standardName, in: &abbreviations)
    let onlyStep = steps.count == 1
    let last = onlyStep ? Int64.min : (steps.last?.at ?? .min)
    guard let daylight else {
      let step = ZoneStep(
        at: 0, offset: standardOffset, abbreviation: standard, isDaylightSaving: false)
      if onlyStep { steps[0] = step }
      return false
    }
    let other = Self.number(of: daylight.name, in: &abbreviations)
    let firstYear =
      onlyStep ? 1900 : LocalDate(days: Int32(clamping: floorDivide(last, 86_400))).year
    for year in firstYear...firstYear + 402 {
      let start = Self.day(daylight.start.day, year) * 86_400 + Int64(daylight.start.time)
      let end = Self.day(daylight.end.day, year) * 86_400 + Int64(daylight.end.time)
      let on = ZoneStep(
        at: start - Int64(standardOffset), offset: daylight.offset, abbreviation: other,
        isDaylightSaving: true)
      let off = ZoneStep(
        at: end - Int64(daylight.offset), offset: standardOffset, abbreviation: standard,
        isDaylightSaving: false)
      for step in on.at < off.at ? [on, off] : [off, on] where step.at > last {
        Self.append(step, to: &steps)
      }
    }
    return true
  }

  /// Two changes at one instant are one (daylight saving all the year: RFC 9636 section 3.3.1).
  private static func append(_ step: ZoneStep, to steps: inout [ZoneStep]) {
    if let last = steps.last, steps.count > 1, last.at >= step.at { steps.removeLast() }
    if let last = steps.last, last.offset == step.offset,
      last.abbreviation == step.abbreviation, last.isDaylightSaving == step.isDaylightSaving
    {
      return
    }
    steps.append(step)
  }

  private static func number(of name: String, in abbreviations: inout [String]) -> UInt8 {
    if let number = abbreviations.firstIndex(of: name) { return UInt8(number) }
    abbreviations.append(name)
    return UInt8(abbreviations.count - 1)
  }

  /// Days since 1970 of a change in a year.
  private static func day(_ day: Day, _ year: Int) -> Int64 {
    let first = Int64(LocalDate.dayNumber(year: year, month: 1, day: 1))
    switch day {
    case .zeroBased(let number): return first + Int64(number)
    case .julian(let number):
      return first + Int64(number - 1) + (LocalDate.isLeap(year) && number >= 60 ? 1 : 0)
    case .weekday(let month, let week, let day):
      let start = LocalDate(days: LocalDate.dayNumber(year: year, month: month, day: 1))
      let distance = (day - (start.weekdayIndex + 1) % 7 + 7) % 7
      var number = 1 + distance + (week - 1) * 7
      while number > LocalDate.length(ofMonth: month, year: year) { number -= 7 }
      return Int64(start.days) + Int64(number - 1)
    }
  }
}
