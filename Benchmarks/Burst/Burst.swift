internal import BenchServer
internal import CheckIns
internal import Conducting
internal import Dispatch
internal import Gateways
internal import Glibc
internal import Messages
internal import Synchronization
internal import Timekeeping
internal import Transport

/// The burst itself: turns on this thread, transfers on the transport's, as in the daemon.
final class Burst {
  private let house: BurstHouse
  private let people: Int
  private let server: pid_t
  private let arrivals = Arrivals()
  let transport: Transport
  private(set) var watch = StopWatch()
  private(set) var turns = 0
  private(set) var failures: [String] = []
  /// One request as it left.
  private(set) var sample: HTTPRequest?
  /// Seconds from the due moment until the server had answered everybody.
  private(set) var acceptedAfter = 0.0
  /// Until the last outcome was committed.
  private(set) var recordedAfter = 0.0
  private(set) var conductorCPU = 0.0
  private(set) var transportCPU = 0.0
  private(set) var accepted = 0
  private var flying: [UInt64: (id: MessageID, attempt: Int)] = [:]
  private var lastTicket: UInt64 = 0

  init(_ house: BurstHouse, people: Int, server: pid_t) throws {
    self.house = house
    self.people = people
    self.server = server
    let arrivals = arrivals
    transport = try Transport { arrivals.take($0) }
  }

  /// From the due second on, the clock is the real one.
  func run() {
    house.conductor.ended = { [self] part in watch.lap(Self.name(of: part)) }
    defer { house.conductor.ended = { _ in } }
    let cpu = seconds(CLOCK_THREAD_CPUTIME_ID)
    let start = seconds(CLOCK_MONOTONIC)
    var moreWork = true
    while accepted < people || moreWork {
      if !moreWork && !arrivals.wait() { break }
      let inputs = outcomes(arrivals.all())
      watch.lap("read answers")
      let result = turn(inputs, after: seconds(CLOCK_MONOTONIC) - start)
      moreWork = result.moreWork
      let answered = Int(bench_server_answered())
      if acceptedAfter == 0, answered >= people { acceptedAfter = seconds(CLOCK_MONOTONIC) - start }
      if let failure = result.failure {
        failures.append(failure)
        break
      }
    }
    recordedAfter = seconds(CLOCK_MONOTONIC) - start
    if acceptedAfter == 0 { acceptedAfter = recordedAfter }
    conductorCPU = seconds(CLOCK_THREAD_CPUTIME_ID) - cpu
    transportCPU = arrivals.cpu
  }

  private func turn(_ inputs: [Input], after elapsed: Double) -> TurnResult {
    let now = house.due + .milliseconds(Int64(elapsed * 1000))
    turns += 1
    watch.lap("between")
    let result = house.conductor.turn(now: now, inputs: inputs, seed: UInt64(turns))
    let requests = result.dispatches.compactMap { request($0, now) }
    watch.lap("make requests")
    transport.submit(requests)
    watch.lap("hand over")
    return result
  }

  private func request(_ dispatch: Dispatch, _ now: Instant) -> Submission? {
    let message = dispatch.message
    do throws(GatewayFailure) {
      let request = try house.gateway.request(for: message, nowMilliseconds: now.milliseconds)
      if sample == nil, case .http(let http) = request { sample = http }
      lastTicket += 1
      flying[lastTicket] = (message.id, message.attempt)
      return Submission(ticket: lastTicket, request: request)
    } catch {
      failures.append(error.sentence)
      return nil
    }
  }

  private func outcomes(_ completions: [Completion]) -> [Input] {
    completions.compactMap { completion in
      guard let attempt = flying.removeValue(forKey: completion.ticket) else { return nil }
      let outcome = house.gateway.outcome(of: completion.result)
      if outcome.kind == .accepted { accepted += 1 } else { failures.append("\(outcome)") }
      return Input(.outcome(attempt.id, attempt: attempt.attempt, outcome))
    }
  }

  private static func name(of part: TurnPart) -> String {
    switch part {
    case .load: "wheel, load"
    case .decide: "decide"
    case .claim: "choose, claim"
    case .render: "open, render"
    case .save: "save, seal"
    case .commit: "commit"
    case .index: "index"
    }
  }
}

/// Brings completions from the transport's thread to the conductor's.
final class Arrivals: Sendable {
  private struct State {
    var waiting: [Completion] = []
    var cpu = 0.0
  }

  private let state = Mutex(State())
  private let bell = DispatchSemaphore(value: 0)

  func take(_ completions: [Completion]) {
    let rings = state.withLock { state in
      defer { state.waiting += completions }
      state.cpu = seconds(CLOCK_THREAD_CPUTIME_ID)
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

  func all() -> [Completion] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }

  /// Seconds of the transport's thread so far.
  var cpu: Double { state.withLock(\.cpu) }
}
