/// What was wrong with a time, date, rule or zone, in one sentence: what, where, what was expected.
package struct TimekeepingFailure: Error, Hashable, Sendable, CustomStringConvertible {
  package let sentence: String

  package init(_ sentence: String) { self.sentence = sentence }

  package var description: String { sentence }
}
