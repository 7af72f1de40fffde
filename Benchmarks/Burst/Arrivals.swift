internal import Dispatch
internal import Gateways
internal import Glibc
internal import Messages
internal import Synchronization
internal import Transport

/// What the transport's thread does besides transfers, as in the daemon: it makes the requests,
/// reads the answers, and brings what they mean to the conductor's thread.
final class Arrivals: Sendable {
  private struct State {
    var failures: [String] = []
    /// One request as it left.
    var sample: HTTPRequest?
    var waiting: [(ticket: UInt64, outcome: Outcome)] = []
    /// Of the transport's thread.
    var watch: StopWatch?
  }

  private let state = Mutex(State())
  private let bell = DispatchSemaphore(value: 0)
  private let gateway: Gateway

  init(_ gateway: Gateway) { self.gateway = gateway }

  func requests(for messages: [(ticket: UInt64, message: OutgoingMessage)], now: Int64)
    -> [Submission]
  {
    lap("transfers")
    defer { lap("make requests") }
    var submissions: [Submission] = []
    for (ticket, message) in messages {
      do throws(GatewayFailure) {
        let request = try gateway.request(for: message, nowMilliseconds: now)
        submissions.append(Submission(ticket: ticket, request: request))
      } catch {
        state.withLock { $0.failures.append(error.sentence) }
      }
    }
    if case .http(let request)? = submissions.first?.request {
      state.withLock { $0.sample = $0.sample ?? request }
    }
    return submissions
  }

  private func lap(_ name: String) {
    state.withLock { state in
      state.watch = state.watch ?? StopWatch(cpu: 0)
      state.watch?.lap(name)
    }
  }

  func take(_ completions: [Completion]) {
    lap("transfers")
    let outcomes = completions.map { ($0.ticket, gateway.outcome(of: $0.result)) }
    let rings = state.withLock { state in
      defer { state.waiting += outcomes }
      state.watch?.lap("read answers")
      return state.waiting.isEmpty
    }
    if rings { bell.signal() }
  }

  /// False when nothing came for half a minute.
  func wait() -> Bool {
    while state.withLock(\.waiting.isEmpty) {
      guard bell.wait(timeout: .now() + .seconds(30)) == .success else { return false }
    }
    return true
  }

  func all() -> [(ticket: UInt64, outcome: Outcome)] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }

  var failures: [String] { state.withLock(\.failures) }
  var sample: HTTPRequest? { state.withLock(\.sample) }
  var laps: [StopWatch.Lap] { state.withLock { $0.watch?.laps ?? [] } }
}
