internal import Dispatch
internal import Gateways
internal import Glibc
internal import Messages
internal import Synchronization
internal import Transport

/// Reads answers on the transport's thread, as the daemon does, and brings what they mean to the
/// conductor's.
final class Arrivals: Sendable {
  private struct State {
    var waiting: [(ticket: UInt64, outcome: Outcome)] = []
    /// Of the transport's thread.
    var watch: StopWatch?
  }

  private let state = Mutex(State())
  private let bell = DispatchSemaphore(value: 0)
  private let gateway: Gateway

  init(_ gateway: Gateway) { self.gateway = gateway }

  func take(_ completions: [Completion]) {
    state.withLock { $0.watch = $0.watch ?? StopWatch(cpu: 0) }
    state.withLock { $0.watch?.lap("transfers") }
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

  var laps: [StopWatch.Lap] { state.withLock { $0.watch?.laps ?? [] } }
}
