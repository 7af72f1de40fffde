package import Timekeeping

/// What the conductor's thread turns: the one owner of the wheel and of the writing connection.
/// Made, used and ended on that thread only.
package protocol Turning: SendableMetatype {
  associatedtype Event: Sendable
  associatedtype Answer: Sendable

  /// Takes what happened and what is due, in one transaction, and sets going what follows from it.
  /// Every ticket among the letters is in the answers of this turn or of a later one, once.
  mutating func turn(now: Instant, letters: [Letter<Event>], seed: UInt64)
    throws(TurnFailure) -> TurnReport<Answer>
  /// The clock was set by this much, forward or backward; the next turn sees the new time.
  mutating func clockWasSet(by step: Duration)
  /// Nothing ran for this long beyond an agreed sleep; the time of day went on.
  mutating func wasAsleep(for span: Duration)
  /// No turn was committed for this long, and the next one is to be tried.
  mutating func wroteNothing(for span: Duration)
  /// From now on no new attempt begins.
  mutating func claimNoMore()
  /// Attempts whose outcome is not committed yet.
  var unsettled: Int { get }
  /// No time before it can be true: what was committed last, or when this program was made.
  var earliestPossible: Instant { get }
  /// The last call: checkpoints and closes.
  mutating func close()
}

/// What came out of one turn.
package struct TurnReport<Answer: Sendable>: Sendable {
  package var answers: [(ticket: UInt64, answer: Answer)]
  /// When the next timer is due; nil when there is none.
  package var nextDeadline: Instant?
  /// The turn's limits cut it off: the next one follows at once.
  package var moreWork: Bool
  /// Why something that was due was put aside, one sentence each.
  package var putAside: [String]

  package init(
    answers: [(ticket: UInt64, answer: Answer)] = [], nextDeadline: Instant? = nil,
    moreWork: Bool = false, putAside: [String] = []
  ) {
    self.answers = answers
    self.nextDeadline = nextDeadline
    self.moreWork = moreWork
    self.putAside = putAside
  }
}

/// Why a turn committed nothing.
package enum TurnFailure: Error, Hashable, Sendable {
  /// The database cannot take it now (disk full, locked, read-only): it may later.
  case later(String)
  /// One of the letters cannot be taken, now or ever.
  case letter(String)
  /// The state in memory or on disk can no longer be relied on: end, and start anew.
  case fatal(String)

  /// The database takes nothing now, whatever it is.
  package var isOfTheDatabase: Bool { if case .later = self { true } else { false } }
}
