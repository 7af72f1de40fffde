/// Days on which nothing is asked: holidays and the like.
package struct ExceptionDates: Hashable, Sendable, Codable {
  package enum Policy: String, Hashable, Sendable, Codable {
    /// Nothing is asked that day.
    case skip
    /// The same local time of the next day that is neither an exception nor outside `workdays`.
    case nextWorkingDay = "next-working-day"
  }

  /// Rising, each once.
  package private(set) var dates: [LocalDate]
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

  package var isEmpty: Bool { dates.isEmpty }

  var lookBack: Int { dates.isEmpty || policy == .skip ? 0 : Self.moveMax }

  package func contains(_ date: LocalDate) -> Bool {
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
    guard policy == .nextWorkingDay else { return nil }
    for distance in 1...Self.moveMax {
      let day = date + distance
      if workdays.contains(day.weekday), !contains(day) { return day }
    }
    return nil
  }
}
