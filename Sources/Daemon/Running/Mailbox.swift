internal import Synchronization

/// One thing for the conductor to take into its next turn.
package struct Letter<Event: Sendable>: Sendable {
  /// Names who waits for the answer; nil when nobody does.
  package var ticket: UInt64?
  package var event: Event

  package init(ticket: UInt64? = nil, event: Event) {
    self.ticket = ticket
    self.event = event
  }
}

/// Why a question got no answer of the conductor: in HTTP, all of them are 503.
package enum MailboxRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// Too many questions are waiting already.
  case full
  /// The daemon is stopping.
  case closed
  /// The database takes nothing now; nothing of the question took effect.
  case cannotWrite(String)
  /// The turn could not be committed; nothing of the question took effect.
  case notCommitted(String)

  /// It says nothing of the letter: the same may be taken a moment later.
  package var isPassing: Bool { if case .notCommitted = self { false } else { true } }

  package var description: String {
    switch self {
    case .full: "too much is waiting to be taken in; try again in a moment"
    case .closed: "the daemon is stopping; try again in a moment"
    case .notCommitted(let reason), .cannotWrite(let reason): "nothing was changed: \(reason)"
    }
  }
}

/// What other threads hand to the conductor, and the way its answers go back.
///
/// Each question is answered exactly once. A caller that no longer listens withdraws nothing.
package final class Mailbox<Event: Sendable, Answer: Sendable>: Sendable {
  package typealias Reply = Result<Answer, MailboxRefusal>

  /// What there is for the next turn.
  package struct Delivery: Sendable {
    package var letters: [Letter<Event>]
    /// More letters lie behind these.
    package var more: Bool
    /// Begin no new attempt.
    package var claimNoMore: Bool
    /// End as soon as nothing is in flight.
    package var finish: Bool
  }

  private struct State {
    /// In the order they came; those before `first` are taken already.
    var letters: [Letter<Event>] = []
    var first = 0
    var waiting: [UInt64: CheckedContinuation<Reply, Never>] = [:]
    var lastTicket: UInt64 = 0
    var closed = false
    var claimNoMore = false
    var finish = false
  }

  private let state = Mutex(State())
  private let capacity: Int
  private let wake: @Sendable () -> Void

  /// At most `capacity` questions wait at once; `wake` is called when there is something to take.
  package init(capacity: Int, wake: @escaping @Sendable () -> Void) {
    precondition(capacity > 0)
    self.capacity = capacity
    self.wake = wake
  }

  /// Waits for the conductor's answer, which comes after what it changes is committed.
  package func ask(_ event: Event) async throws(MailboxRefusal) -> Answer {
    let reply = await withCheckedContinuation { continuation in
      admit(event, continuation)
    }
    return try reply.get()
  }

  private func admit(_ event: Event, _ continuation: CheckedContinuation<Reply, Never>) {
    let refusal: MailboxRefusal? = state.withLock { state in
      if state.closed { return .closed }
      if state.waiting.count >= capacity { return .full }
      state.lastTicket += 1
      state.waiting[state.lastTicket] = continuation
      state.letters.append(Letter(ticket: state.lastTicket, event: event))
      return nil
    }
    if let refusal { continuation.resume(returning: .failure(refusal)) } else { wake() }
  }

  /// Hands over what nobody waits for. Never refused: there is at most one for each attempt in
  /// flight, and to lose one is worse than to keep it. False after `close`.
  @discardableResult
  package func post(_ events: some Sequence<Event>) -> Bool {
    let taken = state.withLock { state in
      guard !state.closed else { return false }
      for event in events { state.letters.append(Letter(event: event)) }
      return true
    }
    if taken { wake() }
    return taken
  }

  /// The oldest letters, at most `limit`.
  package func take(limit: Int) -> Delivery {
    state.withLock { state in
      let end = min(state.letters.count, state.first + limit)
      let letters = Array(state.letters[state.first..<end])
      state.first = end
      if state.first == state.letters.count {
        state.letters.removeAll(keepingCapacity: state.letters.count <= 4096)
        state.first = 0
      } else if state.first > 4096 {
        state.letters.removeFirst(state.first)
        state.first = 0
      }
      return Delivery(
        letters: letters, more: !state.letters.isEmpty, claimNoMore: state.claimNoMore,
        finish: state.finish)
    }
  }

  /// Answers a ticket; a second answer to the same ticket is our mistake.
  package func settle(_ answers: [(ticket: UInt64, reply: Reply)]) {
    guard !answers.isEmpty else { return }
    let resumptions = state.withLock { state in
      answers.map { (state.waiting.removeValue(forKey: $0.ticket), $0.reply) }
    }
    for (continuation, reply) in resumptions {
      precondition(continuation != nil, "a ticket was answered twice")
      continuation?.resume(returning: reply)
    }
  }

  /// Tells the conductor to begin no new attempt.
  package func claimNoMore() {
    state.withLock { $0.claimNoMore = true }
    wake()
  }

  /// Tells the conductor to end as soon as nothing is in flight.
  package func finish() {
    state.withLock {
      $0.claimNoMore = true
      $0.finish = true
    }
    wake()
  }

  /// Refuses everything from now on, and whoever still waits.
  package func close() {
    let waiting = state.withLock { state in
      state.closed = true
      state.letters = []
      state.first = 0
      defer { state.waiting = [:] }
      return state.waiting.sorted { $0.key < $1.key }.map(\.value)
    }
    for continuation in waiting { continuation.resume(returning: .failure(.closed)) }
  }

  /// How many questions wait for an answer.
  package var waiting: Int { state.withLock { $0.waiting.count } }
}
