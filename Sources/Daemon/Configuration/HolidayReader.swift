import CheckIns
import Reading
package import Timekeeping

/// What a file says of holidays: `holidays`, `on_holiday` and `workdays`.
package struct HolidaySettings: Hashable, Sendable {
  package enum Rule: String, CaseIterable, Sendable {
    /// As on any day.
    case ask
    case skip
    case nextWorkingDay = "next_working_day"
  }

  /// Rising, each once.
  package var dates: [LocalDate] = []
  /// Nil: not said.
  package var rule: Rule?
  package var workdays: Weekdays?

  package init() {}

  /// A plan's own beside those of the house; nil: check-ins are asked as on any day.
  package func exceptions(of house: HolidaySettings) -> ExceptionDates? {
    let all = dates + house.dates
    let rule = rule ?? house.rule ?? (dates.isEmpty ? .ask : .skip)
    guard rule != .ask, !all.isEmpty else { return nil }
    return ExceptionDates(
      all, policy: rule == .skip ? .skip : .nextWorkingDay,
      workdays: workdays ?? house.workdays ?? .mondayToFriday)
  }
}

/// Reads holidays: days, stretches of days, and files of them.
struct HolidayReader {
  /// The file it stands in; names of other files are relative to it.
  let file: String
  let faults: FaultList
  /// Repeated events of a file count up to here.
  var horizon: LocalDate = Self.horizon(at: SystemClock().now())

  /// The end of the fifth year after this one: the same all year, so that plans stay the same.
  static func horizon(at now: Instant) -> LocalDate {
    let year = Zone.utc.date(of: now).year
    return LocalDate(year: year + 5, month: 12, day: 31) ?? Zone.utc.date(of: now)
  }

  func read(_ form: Form) -> HolidaySettings {
    var settings = HolidaySettings()
    if let node = form.value("holidays") {
      settings.dates = Set((node.list ?? [node]).flatMap(dates)).sorted()
    }
    let rules = HolidaySettings.Rule.allCases.map(\.rawValue).joined(separator: ", ")
    settings.rule = form.reading("on_holiday", "one of \(rules)") {
      HolidaySettings.Rule(rawValue: $0)
    }
    settings.workdays = form.reading("workdays", "weekdays as Mon..Fri") { try? Weekdays($0) }
    return settings
  }

  private func dates(_ node: MarkedNode) -> [LocalDate] {
    guard let text = node.text else {
      faults.add(
        node,
        "expected a day as 2026-12-25, a stretch as 2026-12-24..2027-01-01, or a file, found "
          + node.inWords)
      return []
    }
    if text.first?.isNumber == true, !text.hasSuffix(".ics"), !text.hasSuffix(".txt") {
      do {
        let range = try DaysOff.range(text)
        return (0...(range.upperBound - range.lowerBound)).map { range.lowerBound + $0 }
      } catch {
        faults.add(node, error.sentence)
        return []
      }
    }
    return dates(inFile: Files.resolve(text, relativeTo: file))
  }

  private func dates(inFile path: String) -> [LocalDate] {
    let text = faults.taking { () throws(ReadingFaults) in
      try SourceText.decode(try Files.source(path), file: path)
    }
    guard let text else { return [] }
    do { return try ExceptionDates.dates(in: text, until: horizon) } catch {
      faults.add(Fault(file: path, sentence: error.sentence))
      return []
    }
  }
}
