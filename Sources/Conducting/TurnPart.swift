/// The parts of a turn, for whoever measures where the time goes.
package enum TurnPart: String, Sendable, CaseIterable {
  /// The wheel gives what is due, and its rows are read.
  case load
  case decide
  /// What may leave is chosen, its rows are read, and each is checked again.
  case claim
  /// Names and addresses are opened, and templates filled.
  case render
  /// Changed rows are written and sealed; nothing is on the disk.
  case save
  case commit
  /// Wheel and ready queue follow what was written.
  case index
}
