/// Days on which nothing is asked: holidays and the like.
package struct ExceptionDates: Hashable, Sendable, Codable {
  package enum Policy: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing is asked that day.
    case skip
    /// The same local time of the next day that is neither an exception nor outside `workdays`.
    case nextWorkingDay = "next_working_day"
  }

  /// Rising, each once.
  package private(set) var dates: [LocalDate]
  /// A person's own: nothing is asked on them, and nothing moves there. Rising, each once.
  package private(set) var own: [LocalDate] = []
  package var policy: Policy
  package var workdays: Weekdays

  package init(
    _ dates: [LocalDate], policy: Policy = .skip, workdays: Weekdays = .mondayToFriday
  ) {
    self.dates = Set(dates).sorted()
    self.policy = policy
    self.workdays = workdays.isEmpty ? .all : workdays
  }

  package static let none = ExceptionDates([])

  /// Days that a moved occurrence may lie behind its date; a longer run of exceptions is skipped.
  static let moveMax = 14

  package var isEmpty: Bool { dates.isEmpty && own.isEmpty }

  var lookBack: Int { dates.isEmpty || policy == .skip ? 0 : Self.moveMax }

  /// With a person's own days off.
  package func with(own days: DaysOff) -> ExceptionDates {
    guard !days.isEmpty else { return self }
    var all = self
    all.own = Set(own + days.dates).sorted()
    return all
  }

  package func contains(_ date: LocalDate) -> Bool {
    Self.has(date, in: dates) || Self.has(date, in: own)
  }

  /// Whether a date is a person's own day off.
  package func isOwn(_ date: LocalDate) -> Bool { Self.has(date, in: own) }

  private static func has(_ date: LocalDate, in dates: [LocalDate]) -> Bool {
    var low = 0
    var high = dates.count
    while low < high {
      let middle = (low + high) / 2
      if dates[middle] < date { low = middle + 1 } else { high = middle }
    }
    return low < dates.count && dates[low] == date
  }

  /// The day on which something of a date happens; nil: not at all.
  package func day(for date: LocalDate) -> LocalDate? {
    guard contains(date) else { return date }
    guard policy == .nextWorkingDay, !isOwn(date) else { return nil }
    for distance in 1...Self.moveMax {
      let day = date + distance
      if workdays.contains(day.weekday), !contains(day) { return day }
    }
    return nil
  }
}
