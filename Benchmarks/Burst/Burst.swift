internal import BenchServer
internal import CheckIns
internal import Conducting
internal import Gateways
internal import Glibc
internal import Messages
internal import Timekeeping
internal import Transport

/// The burst itself: turns on this thread, transfers on the transport's, as in the daemon.
final class Burst {
  private let house: BurstHouse
  private let people: Int
  private let server: pid_t
  private let arrivals: Arrivals
  private let answeredBefore = bench_server_answered()
  let transport: Transport
  private(set) var watch = StopWatch()
  private(set) var turns = 0
  private(set) var failures: [String] = []
  /// One request as it left.
  var sample: HTTPRequest? { arrivals.sample }
  /// Seconds from the due moment until the server had answered everybody.
  private(set) var acceptedAfter = 0.0
  /// Until the last outcome was committed.
  private(set) var recordedAfter = 0.0
  private(set) var conductorCPU = 0.0
  private(set) var transportLaps: [StopWatch.Lap] = []
  private(set) var accepted = 0
  private var flying: [UInt64: (id: MessageID, attempt: Int)] = [:]
  private var lastTicket: UInt64 = 0

  init(_ house: BurstHouse, people: Int, server: pid_t) throws {
    self.house = house
    self.people = people
    self.server = server
    let arrivals = Arrivals(house.gateway)
    self.arrivals = arrivals
    transport = try Transport { arrivals.take($0) }
  }

  /// From the due second on, the clock is the real one.
  func run() {
    watch = StopWatch()
    house.conductor.ended = { [self] part in watch.lap(Self.name(of: part)) }
    defer { house.conductor.ended = { _ in } }
    let cpu = seconds(CLOCK_THREAD_CPUTIME_ID)
    let start = seconds(CLOCK_MONOTONIC)
    var moreWork = true
    while accepted < people || moreWork {
      if !moreWork && !arrivals.wait() { break }
      watch.lap("wait")
      let inputs = inputs(arrivals.all())
      let result = turn(inputs, after: seconds(CLOCK_MONOTONIC) - start)
      moreWork = result.moreWork
      let answered = Int(bench_server_answered() - answeredBefore)
      if acceptedAfter == 0, answered >= people { acceptedAfter = seconds(CLOCK_MONOTONIC) - start }
      if let failure = result.failure {
        failures.append(failure)
        break
      }
    }
    recordedAfter = seconds(CLOCK_MONOTONIC) - start
    if acceptedAfter == 0 { acceptedAfter = recordedAfter }
    conductorCPU = seconds(CLOCK_THREAD_CPUTIME_ID) - cpu
    transportLaps = arrivals.laps
    failures += arrivals.failures
  }

  private func turn(_ inputs: [Input], after elapsed: Double) -> TurnResult {
    let now = house.due + .milliseconds(Int64(elapsed * 1000))
    turns += 1
    watch.lap("inputs")
    let result = house.conductor.turn(now: now, inputs: inputs, seed: UInt64(turns))
    let messages = result.dispatches.map { dispatch in
      lastTicket += 1
      flying[lastTicket] = (dispatch.message.id, dispatch.message.attempt)
      return (ticket: lastTicket, message: dispatch.message)
    }
    transport.run { [arrivals, transport] in
      transport.submit(arrivals.requests(for: messages, now: now.milliseconds))
    }
    watch.lap("hand over")
    return result
  }

  private func inputs(_ outcomes: [(ticket: UInt64, outcome: Outcome)]) -> [Input] {
    outcomes.compactMap { ticket, outcome in
      guard let attempt = flying.removeValue(forKey: ticket) else { return nil }
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
