/// What must hold after every step, whatever happened.
package struct Invariants: Sendable {
  package init() {}
}
