/// A day of the proleptic Gregorian calendar, in no zone: days since 1970-01-01.
package struct LocalDate: Hashable, Comparable, Sendable, Codable {
  package var days: Int32

  package init(days: Int32) { self.days = days }

  package static func < (left: Self, right: Self) -> Bool { left.days < right.days }
}
