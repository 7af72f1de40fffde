/// A calendar expression of systemd.time(7): `Mon..Fri 08:30`, `*-*-01..07 18:00`, `*-*~1`.
package struct CalendarExpression: Hashable, Sendable, TextCodable {
  /// Empty means every day.
  var weekdays: Weekdays = []
  var years: CalendarChain = []
  var months: CalendarChain = []
  var days: CalendarChain = []
  /// Days count back from the end of the month (`~`).
  var fromEndOfMonth = false
  var hours: CalendarChain = []
  var minutes: CalendarChain = []
  /// In microseconds.
  var seconds: CalendarChain = []
  /// The zone suffix; nil: the person's own zone.
  package internal(set) var zoneName: String?
  var matcher = CalendarMatcher()

  package init(_ text: String) throws(TimekeepingFailure) {
    var parser = CalendarParser(text)
    self = try parser.parse()
  }

  package init(text: String) throws(TimekeepingFailure) { try self.init(text) }

  /// Every day at one time.
  package static func daily(at time: LocalTime) -> CalendarExpression {
    var expression = CalendarExpression()
    expression.hours = [CalendarComponent(start: time.hour, stop: -1, step: 0)]
    expression.minutes = [CalendarComponent(start: time.minute, stop: -1, step: 0)]
    let microseconds = (time.second * 1000 + time.millisecond) * 1000
    expression.seconds = [CalendarComponent(start: microseconds, stop: -1, step: 0)]
    expression.compile()
    return expression
  }

  init() {}

  /// Years that a calendar expression knows, as systemd.
  static let yearRange = 1970...2199
  static let microsecondsPerSecond = 1_000_000

  mutating func compile() { matcher = CalendarMatcher(self) }

  /// The normal form, which is parsed to the same expression.
  package var description: String {
    var text = weekdayText
    text += "\(years.text(places: 4))-\(months.text(places: 2))"
    text += "\(fromEndOfMonth ? "~" : "-")\(days.text(places: 2))"
    text += " \(hours.text(places: 2)):\(minutes.text(places: 2))"
    text += ":\(seconds.text(places: 2, unit: Self.microsecondsPerSecond))"
    if let zoneName { text += " \(zoneName)" }
    return text
  }

  private var weekdayText: String {
    guard !weekdays.isEmpty else { return "" }
    var runs: [[Weekday]] = []
    for day in weekdays.days {
      if let last = runs.last?.last, last.rawValue + 1 == day.rawValue {
        runs[runs.count - 1].append(day)
      } else {
        runs.append([day])
      }
    }
    let texts = runs.map { run in
      let separator = run.count > 2 ? ".." : ","
      let ends = run.count == 1 ? [run[0]] : [run[0], run[run.count - 1]]
      return ends.map(\.shortName).joined(separator: separator)
    }
    return texts.joined(separator: ",") + " "
  }

  /// Equal when they print alike.
  package static func == (left: Self, right: Self) -> Bool {
    left.weekdays == right.weekdays && left.years == right.years && left.months == right.months
      && left.days == right.days && left.fromEndOfMonth == right.fromEndOfMonth
      && left.hours == right.hours && left.minutes == right.minutes
      && left.seconds == right.seconds && left.zoneName == right.zoneName
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension CalendarExpression {
  /// How many times it names on a day, at most: what stands in a list twice counts twice.
  package var timesPerDay: Int {
    let perMinute = seconds.reduce(0) { sum, item in
      let last = item.stop >= 0 ? item.stop : 60 * Self.microsecondsPerSecond - 1
      return sum + (item.step > 0 ? (last - item.start) / item.step + 1 : 1)
    }
    return hours.bits(0...23).nonzeroBitCount * minutes.bits(0...59).nonzeroBitCount * perMinute
  }

  /// The only time of day, when there is only one.
  package var onlyTime: LocalTime? { matcher.timesPerDay == 1 ? matcher.firstTime : nil }

  /// The first moment after an instant, on the clocks of a zone; nil when there is none before
  /// 2200. A zone suffix of the expression is not looked at: the caller gives the zone that
  /// counts.
  package func next(after instant: Instant, in zone: Zone) -> Instant? {
    zone.next(after: instant, matcher)
  }
}
