package import CheckIns
package import Control
package import Messages
package import Storage
package import Timekeeping

/// Names one input for whoever waits for its answer; given by the shell, unique while it runs.
package typealias Ticket = UInt64

/// Something that happened outside and goes into a turn.
package struct Input: Sendable {
  /// Nil when nobody waits for the answer.
  package var ticket: Ticket?
  package var event: Event

  package init(ticket: Ticket? = nil, _ event: Event) {
    self.ticket = ticket
    self.event = event
  }

  package enum Event: Sendable {
    /// A verified callback's contents, taken in whole or not at all. `replayKey` is remembered
    /// where the scheme has one: the same key twice changes nothing.
    case callback(
      gateway: String, receipts: [Receipt], replies: [IncomingReply], replayKey: String?)
    /// What was fetched from a mailbox or a provider; up to where it was read is kept with it, so
    /// that nothing is fetched twice or never. Nil leaves the position where it is.
    case fetched(
      gateway: String, receipts: [Receipt], replies: [IncomingReply], position: String?)
    /// What people answer on this road cannot be read at present, and why, as a code.
    case unheard(gateway: String, reason: String)
    /// What a gateway answered to an attempt that a turn dispatched.
    case outcome(MessageID, attempt: Int, Outcome)
    /// What a provider answered about a message in doubt: its messages that can be the one; none
    /// where it has none.
    case lookedUp(MessageID, attempt: Int, gateway: String, found: [Receipt])
    case command(Command, Caller)
    /// A roster that was read and found good; the whole of it, or nothing.
    case roster([RosterEntry], dryRun: Bool)
    /// A provider that can list replies was asked for everything that was unread; so many outages
    /// there had been before it was asked.
    case caughtUp(gateway: String, outages: Int)
    /// So many callbacks that waited in the spool are taken in; of these gateways some can never
    /// be.
    case spoolTaken(count: Int, refused: [String])
    /// Nothing; its answer tells that a turn was made.
    case nothing
  }
}

/// What the shell must do after the turn has been committed.
package struct TurnResult: Sendable {
  /// One for each input that carried a ticket, in order.
  package var answers: [(ticket: Ticket, answer: Result<InputAnswer, Refusal>)] = []
  /// Attempts that are recorded and may now leave.
  package var dispatches: [Dispatch] = []
  /// Providers to be asked what became of messages in doubt.
  package var inquiries: [Inquiry] = []
  /// When the next turn is due; nil when nothing is planned.
  package var nextDeadline: Instant?
  /// More is due already: turn again at once.
  package var moreWork = false
  /// What this turn wrote into the ledger, for the journal.
  package var ledger: [LedgerEntry] = []
  /// Replies sent since then may have been missed while this ran: providers are to be asked.
  package var outageSince: Instant?
  /// Why something that was due was put aside for a while, one sentence each.
  package var putAside: [String] = []
  /// Why nothing of this turn was committed, one sentence for the operator; nil when it was.
  package var failure: String?
  /// What kind of failure it was: whether waiting helps.
  package var failureKind: StorageFailure.Kind?

  package init() {}
}

package enum InputAnswer: Sendable {
  /// Committed.
  case taken
  case command(CommandAnswer)
}

/// One question to a provider: what became of this message, whose answer was lost.
package struct Inquiry: Sendable {
  package var gateway: String
  /// As it left.
  package var message: OutgoingMessage
  package var sentAt: Instant
  package init(gateway: String, message: OutgoingMessage, sentAt: Instant) {
    self.gateway = gateway
    self.message = message
    self.sentAt = sentAt
  }
}

/// One attempt that may leave: it is recorded.
package struct Dispatch: Sendable {
  package var gateway: String
  package var message: OutgoingMessage
  package init(gateway: String, message: OutgoingMessage) {
    self.gateway = gateway
    self.message = message
  }
}
