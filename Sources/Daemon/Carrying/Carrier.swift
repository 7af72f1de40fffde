package import Conducting
package import Gateways
package import Messages
internal import Synchronization
package import Timekeeping
package import Transport

/// An attempt on its way.
package struct Attempt: Hashable, Sendable {
  package var message: MessageID
  package var number: Int
  package init(message: MessageID, number: Int) {
    self.message = message
    self.number = number
  }
}

/// Brings messages to their gateways and outcomes back: makes the request, hands it to the
/// transport, and reads what came of it.
package final class Carrier: Sendable {
  /// Takes outcomes as they come, from any thread; never waits.
  package typealias Deliver = @Sendable ([(attempt: Attempt, outcome: Outcome)]) -> Void
  /// Takes what providers say of messages in doubt, where it settles them.
  package typealias Tell = @Sendable (Inquiry, [Receipt]) -> Void
  package typealias Submit = @Sendable ([Submission]) -> Void
  /// Ends a request that is under way; its completion follows.
  package typealias Cancel = @Sendable (_ ticket: UInt64) -> Void
  /// Does something on the thread where requests are to be made.
  package typealias Run = @Sendable (@escaping @Sendable () -> Void) -> Void

  private enum Waiting {
    case attempt(Attempt, gateway: String)
    case request(CheckedContinuation<WireResult, Never>, isHeld: Bool)
    case inquiry(Inquiry)

    var isHeld: Bool { if case .request(_, isHeld: true) = self { true } else { false } }
  }

  private struct State {
    var gateways: [String: Gateway]
    var waiting: [UInt64: Waiting] = [:]
    var lastTicket: UInt64 = 0
    var submit: Submit?
    var run: Run = { $0() }
    var cancel: Cancel = { _ in }
  }

  private let state: Mutex<State>
  private let clock: any Clock
  private let deliver: Deliver
  private let tell: Tell
  /// How an address that came is written here; nil where it is none.
  package let normalise: @Sendable (String) -> String?
  private let notes: MailNotes?

  package init(
    gateways: [String: Gateway], clock: any Clock = SystemClock(), notes: MailNotes? = nil,
    normalise: @escaping @Sendable (String) -> String? = { _ in nil },
    tell: @escaping Tell = { _, _ in }, deliver: @escaping Deliver
  ) {
    self.tell = tell
    self.normalise = normalise
    self.notes = notes
    state = Mutex(State(gateways: gateways))
    self.clock = clock
    self.deliver = deliver
  }

  /// Reads the mails that come to this gateway.
  package func intake(for gateway: Gateway) -> MailIntake {
    MailIntake(own: gateway.address, notes: notes, normalise: normalise)
  }

  /// Says where requests go, and where those of attempts are made (here and now, if nothing is
  /// said); before the first of them.
  package func connect(
    _ submit: @escaping Submit, run: @escaping Run = { $0() },
    cancel: @escaping Cancel = { _ in }
  ) {
    state.withLock {
      $0.submit = submit
      $0.cancel = cancel
      $0.run = run
    }
  }

  /// After a reload; what is on its way is read by the new definition of its gateway. Questions
  /// that are held open are asked anew, of who is to be asked now.
  package func replace(gateways: [String: Gateway]) {
    let (held, cancel) = state.withLock { state in
      state.gateways = gateways
      return (state.waiting.filter(\.value.isHeld).keys.sorted(), state.cancel)
    }
    for ticket in held { cancel(ticket) }
  }

  package func gateway(_ name: String) -> Gateway? { state.withLock { $0.gateways[name] } }

  package var gateways: [Gateway] {
    state.withLock { state in state.gateways.values.sorted { $0.name < $1.name } }
  }

  package var now: Instant { clock.now() }

  /// Sends attempts that are recorded. The outcome of each is delivered exactly once.
  ///
  /// The requests are made on the transport's thread: the conductor's has less time.
  package func send(_ messages: [(message: OutgoingMessage, gateway: String)]) {
    let run = state.withLock(\.run)
    run { self.makeRequests(messages) }
  }

  private func makeRequests(_ messages: [(message: OutgoingMessage, gateway: String)]) {
    let gateways = state.withLock(\.gateways)
    let now = clock.now().milliseconds
    var requests: [(request: WireRequest, waiting: Waiting)] = []
    var settled: [(attempt: Attempt, outcome: Outcome)] = []
    for (message, name) in messages {
      let attempt = Attempt(message: message.id, number: message.attempt)
      switch Self.request(message, gateways[name], now) {
      case .success(let request): requests.append((request, .attempt(attempt, gateway: name)))
      case .failure(let outcome): settled.append((attempt, outcome.outcome))
      }
    }
    if !settled.isEmpty { deliver(settled) }
    if !requests.isEmpty { submit(requests) }
  }

  /// Settled already: nothing has to leave, or nothing can.
  private struct Settled: Error { var outcome: Outcome }

  private static func request(_ message: OutgoingMessage, _ gateway: Gateway?, _ now: Int64)
    -> Result<WireRequest, Settled>
  {
    // Taken out of the configuration since it was claimed; nothing left the machine.
    guard let gateway else {
      return .failure(Settled(outcome: Outcome(.tryAgain, reason: "gateway gone")))
    }
    do throws(GatewayFailure) {
      let request = try gateway.request(for: message, nowMilliseconds: now)
      guard case .sandbox = request else { return .success(request) }
      return .failure(Settled(outcome: Outcome(.accepted, providerIDs: [message.reference])))
    } catch {
      return .failure(Settled(outcome: Outcome(error.kind, reason: "no request could be made")))
    }
  }

  /// Makes one request that is no message: the heartbeat, a list of replies. It ends at once where
  /// whoever asks is cancelled.
  package func fetch(_ request: HTTPRequest) async -> WireResult {
    let ticket = nextTicket()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        submit([
          (.http(request), .request(continuation, isHeld: request.heldSeconds > 0), ticket)
        ])
        // A cancellation before this found nothing to end.
        if Task.isCancelled { cancel(ticket) }
      }
    } onCancel: {
      cancel(ticket)
    }
  }

  private func cancel(_ ticket: UInt64) { state.withLock(\.cancel)(ticket) }

  private func nextTicket() -> UInt64 {
    state.withLock { state in
      state.lastTicket += 1
      return state.lastTicket
    }
  }

  private func submit(_ requests: [(request: WireRequest, waiting: Waiting)]) {
    submit(requests.map { ($0.request, $0.waiting, nextTicket()) })
  }

  private func submit(_ requests: [(request: WireRequest, waiting: Waiting, ticket: UInt64)]) {
    let (submissions, submit) = state.withLock { state in
      let submissions = requests.map { request, waiting, ticket in
        state.waiting[ticket] = waiting
        return Submission(ticket: ticket, request: request)
      }
      return (submissions, state.submit)
    }
    if let submit { return submit(submissions) }
    let failure = WireResult.failure(WireFailure(mayHaveArrived: false, reason: "not started"))
    completed(submissions.map { Completion(ticket: $0.ticket, result: failure) })
  }

  /// Takes what the transport has finished, on its thread.
  package func completed(_ completions: [Completion]) {
    let ended = state.withLock { state in
      completions.compactMap { completion in
        state.waiting.removeValue(forKey: completion.ticket).map { waiting in
          (waiting, completion.result, state.gateways)
        }
      }
    }
    var outcomes: [(attempt: Attempt, outcome: Outcome)] = []
    for (waiting, result, gateways) in ended {
      switch waiting {
      case .request(let continuation, _): continuation.resume(returning: result)
      case .inquiry(let inquiry): answered(inquiry, result, gateways[inquiry.gateway])
      case .attempt(let attempt, let name):
        let gone = Outcome(.inDoubt, reason: "gateway gone")
        outcomes.append((attempt, gateways[name]?.outcome(of: result) ?? gone))
      }
    }
    if !outcomes.isEmpty { deliver(outcomes) }
  }

  /// Asks providers about messages in doubt. What settles nothing is not told: it is asked again.
  package func ask(_ inquiries: [Inquiry]) {
    let gateways = state.withLock(\.gateways)
    let requests = inquiries.compactMap { inquiry -> (request: WireRequest, waiting: Waiting)? in
      let query = try? gateways[inquiry.gateway]?.statusQuery(
        for: inquiry.message, providerID: nil, sinceMilliseconds: inquiry.sentAt.milliseconds)
      return query.map { (.http($0), .inquiry(inquiry)) }
    }
    if !requests.isEmpty { submit(requests) }
  }

  private func answered(_ inquiry: Inquiry, _ result: WireResult, _ gateway: Gateway?) {
    guard case .response(let response) = result, let gateway else { return }
    let answer = gateway.status(
      in: response, for: inquiry.message, providerID: nil,
      sinceMilliseconds: inquiry.sentAt.milliseconds)
    switch answer {
    case .known(let receipts): tell(inquiry, receipts)
    case .absent: tell(inquiry, [])
    case .unclear: break
    }
  }

  /// Requests without a result.
  package var underWay: Int { state.withLock(\.waiting.count) }
}
