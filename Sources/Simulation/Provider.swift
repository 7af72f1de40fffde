import CheckIns
import Conducting
package import Messages
import Timekeeping

/// A pretend provider: takes, refuses, loses or doubts, as it is told.
package struct Provider: Sendable {
  package enum Mood: Hashable, Sendable {
    case works
    /// Answers every attempt so; nothing reaches a phone.
    case answers(Outcome.Kind)
    /// The message arrives, and the answer gets lost.
    case losesAnswers
    /// Neither the message nor an answer.
    case swallows
  }

  package var mood = Mood.works
  package var latency = Duration.milliseconds(200)
  package var receiptDelay = Duration.seconds(3)
  /// What receipts it gives for each message it took, in order; none for a provider without.
  package var receipts: [Receipt.State] = []
  /// One message in so many is lost in the way of `swallows`; 0 for none.
  package var losesOneIn = 0

  /// More than so many at once are answered with slow down.
  package var bears = Int.max
  /// Addresses it refuses.
  package var refuses: Set<String> = []
  /// What it takes for a number of ours arrives there.
  package var bringsBack = true
  /// Can be asked what became of a message.
  package var answersStatus = false
  /// What it took, by our reference: its own id.
  var taken: [String: String] = [:]

  package init() {}

  struct Fate {
    var reached = false
    var outcome: Outcome?
    var receipts: [Receipt] = []
  }

  /// - Parameter flying: attempts without an outcome, this one among them.
  func fate(of dispatch: Dispatch, flying: Int, _ random: inout SeededRandom) -> Fate {
    let id = "p-\(dispatch.message.id.rawValue)-\(dispatch.message.attempt)"
    if losesOneIn > 0, Int(random.next() % UInt64(losesOneIn)) == 0 {
      return Fate(outcome: Outcome(.inDoubt, reason: "lost"))
    }
    if refuses.contains(dispatch.message.to) {
      return Fate(outcome: Outcome(.refused, reason: "30"))
    }
    if flying > bears { return Fate(outcome: Outcome(.slowDown, reason: "429")) }
    switch mood {
    case .works:
      return Fate(
        reached: true, outcome: Outcome(.accepted, providerIDs: [id]),
        receipts: receipts.map { Receipt(providerID: id, state: $0) })
    case .answers(let kind): return Fate(outcome: Outcome(kind, reason: "told so"))
    case .losesAnswers:
      return Fate(reached: true, outcome: Outcome(.inDoubt, reason: "timeout"))
    case .swallows: return Fate(outcome: Outcome(.inDoubt, reason: "timeout"))
    }
  }
}
