/// Reads recurrence rules.
struct RecurrenceParser {
  private let text: String
  init(_ text: String) { self.text = text }
  mutating func parse() throws(TimekeepingFailure) -> RecurrenceRule { RecurrenceRule() }
}
extension RecurrenceRule {
  package var description: String { "FREQ=\(frequency.rawValue)" }
}
