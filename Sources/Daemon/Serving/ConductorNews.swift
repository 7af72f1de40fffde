internal import Logging
internal import Timekeeping

/// Tells the status board and the log what the conductor's loop meets.
struct ConductorNews: Sendable {
  let board: StatusBoard
  let logger: Logger

  func take(_ news: ConductorLoop<ConductorCore>.News) {
    switch news {
    case .alive: board.turned()
    case .recovered:
      board.show(obstacle: nil)
      logger.notice("the database takes changes again")
    case .notCommitted(let reason):
      board.show(obstacle: "The database takes no changes: \(reason)")
      logger.error("the database takes no changes: \(reason)")
    case .putAside(let reason): logger.error("put aside: \(reason)")
    case .clockWasSet(let step):
      logger.warning("the clock was set by \(step.components.seconds) s")
    case .overslept(let span):
      // A turn that waited for a locked database, or a busy machine, is nobody's suspension.
      guard span >= .seconds(10) else { return }
      logger.warning("nothing ran for \(span.components.seconds) s: suspended, or stopped")
    case .waitingForClock(let now, let earliest):
      let sentence =
        "Waiting for this machine's clock to be set: it says \(now), it is later than \(earliest)"
      board.show(obstacle: sentence)
      logger.error("\(sentence)")
    case .clockIsRight:
      board.show(obstacle: nil)
      logger.notice("the clock is right now")
    }
  }
}
