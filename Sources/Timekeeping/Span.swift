/// A length on the calendar: months and days, as a plan's `4 weeks` or `1y`. Days are calendar days.
package struct Span: Hashable, Sendable, Codable {
  package var months: Int
  package var days: Int
  package init(months: Int = 0, days: Int = 0) {
    self.months = months
    self.days = days
  }
}
