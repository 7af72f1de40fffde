package import Reading

/// Something that is allowed and would fail, or surprise, later.
package struct Concern: Hashable, Sendable {
  package enum Weight: String, Sendable, Encodable {
    /// Somebody would not be reached, or something would be refused: `kith check` exits with 1.
    case problem
    /// Worth knowing.
    case note
  }
  package var weight: Weight
  package var fault: Fault
  package init(_ weight: Weight, _ fault: Fault) {
    self.weight = weight
    self.fault = fault
  }
}
