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
  package typealias Submit = @Sendable (WireRequest, _ ticket: UInt64) -> Void

  private enum Waiting {
    case attempt(Attempt, gateway: String)
    case request(CheckedContinuation<WireResult, Never>)
  }

  private struct State {
    var gateways: [String: Gateway]
    var waiting: [UInt64: Waiting] = [:]
    var lastTicket: UInt64 = 0
    var submit: Submit?
  }

  private let state: Mutex<State>
  private let clock: any Clock
  private let deliver: Deliver
  /// How an address that came is written here; nil where it is none.
  package let normalise: @Sendable (String) -> String?

  package init(
    gateways: [String: Gateway], clock: any Clock = SystemClock(),
    normalise: @escaping @Sendable (String) -> String? = { _ in nil }, deliver: @escaping Deliver
  ) {
    self.normalise = normalise
    state = Mutex(State(gateways: gateways))
    self.clock = clock
    self.deliver = deliver
  }

  /// Says where requests go; before the first of them.
  package func connect(_ submit: @escaping Submit) { state.withLock { $0.submit = submit } }

  /// After a reload; what is on its way is read by the new definition of its gateway.
  package func replace(gateways: [String: Gateway]) { state.withLock { $0.gateways = gateways } }

  package func gateway(_ name: String) -> Gateway? { state.withLock { $0.gateways[name] } }

  package var gateways: [Gateway] {
    state.withLock { state in state.gateways.values.sorted { $0.name < $1.name } }
  }

  package var now: Instant { clock.now() }

  /// Sends an attempt that is recorded. Its outcome is delivered exactly once.
  package func send(_ message: OutgoingMessage, over name: String) {
    let attempt = Attempt(message: message.id, number: message.attempt)
    guard let gateway = gateway(name) else {
      // Taken out of the configuration since it was claimed; nothing left the machine.
      return deliver([(attempt, Outcome(.tryAgain, reason: "gateway gone"))])
    }
    do throws(GatewayFailure) {
      let request = try gateway.request(for: message, nowMilliseconds: clock.now().milliseconds)
      if case .sandbox = request {
        return deliver([(attempt, Outcome(.accepted, providerIDs: [message.reference]))])
      }
      submit(request, .attempt(attempt, gateway: name))
    } catch {
      deliver([(attempt, Outcome(error.kind, reason: "no request could be made"))])
    }
  }

  /// Makes one request that is no message: the heartbeat, a list of replies.
  package func fetch(_ request: HTTPRequest) async -> WireResult {
    await withCheckedContinuation { submit(.http(request), .request($0)) }
  }

  private func submit(_ request: WireRequest, _ waiting: Waiting) {
    let (ticket, submit) = state.withLock { state in
      state.lastTicket += 1
      state.waiting[state.lastTicket] = waiting
      return (state.lastTicket, state.submit)
    }
    if let submit { return submit(request, ticket) }
    let reason = WireFailure(mayHaveArrived: false, reason: "not started")
    completed([Completion(ticket: ticket, result: .failure(reason))])
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
      case .request(let continuation): continuation.resume(returning: result)
      case .attempt(let attempt, let name):
        let gone = Outcome(.inDoubt, reason: "gateway gone")
        outcomes.append((attempt, gateways[name]?.outcome(of: result) ?? gone))
      }
    }
    if !outcomes.isEmpty { deliver(outcomes) }
  }

  /// Requests without a result.
  package var underWay: Int { state.withLock(\.waiting.count) }
}
