/// When a phase of a plan asks: one rule, in the person's own zone.
package struct Schedule: Hashable, Sendable, Codable {
  package init() {}
}
