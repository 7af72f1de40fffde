internal import BareLoop
internal import Gateways
internal import Glibc
internal import Messages
internal import Synchronization
internal import Transport

/// The same requests for both.
struct Work: Sendable {
  var url: String
  var certificates: String?
  var http2 = false
  let headers = [
    Header("Authorization", "Basic QUMwMTIzNDU2Nzg5OnNlY3JldHNlY3JldHNlY3JldA=="),
    Header("Content-Type", "application/x-www-form-urlencoded"),
  ]
  let body = [UInt8](repeating: UInt8(ascii: "x"), count: 400)

  func bare(_ connections: Int, _ requests: Int) -> Measured {
    let lines = headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
    let result = unsafe bare_loop_run(
      url, lines, body, body.count, Int32(connections), UInt64(requests), http2 ? 1 : 0,
      certificates)
    return Measured(
      rate: Double(requests) / result.wall_s, cpu: result.cpu_s * 1e6 / Double(requests),
      failed: Int(result.failed))
  }

  func transport(_ connections: Int, _ requests: Int) async throws -> Measured {
    var limits = TransportLimits()
    limits.inFlight = connections
    var settings = TransportSettings()
    settings.certificatesPath = certificates
    settings.http2 = http2
    let run = Run(self, requests: requests)
    let transport = try Transport(limits: limits, settings: settings) { run.take($0) }
    run.start(transport, inFlight: connections)
    let measured = await run.finished()
    await transport.shutdown(within: .seconds(1))
    return measured
  }
}

/// Keeps a number of requests under way until all are answered, as the conductor does: each batch
/// of completions is followed by as many submissions.
final class Run: Sendable {
  private struct State {
    var transport: Transport?
    var begun = 0
    var ended = 0
    var failed = 0
    var wall = 0.0
    var cpu = 0.0
    var measured: Measured?
    var waiting: CheckedContinuation<Measured, Never>?
  }

  private let state = Mutex(State())
  private let work: Work
  private let requests: Int

  init(_ work: Work, requests: Int) {
    self.work = work
    self.requests = requests
  }

  func start(_ transport: Transport, inFlight: Int) {
    let first = state.withLock { state in
      state.transport = transport
      state.wall = seconds(CLOCK_MONOTONIC)
      return submissions(&state, inFlight)
    }
    transport.submit(first)
  }

  /// On the transport's thread.
  func take(_ completions: [Completion]) {
    let (transport, next) = state.withLock { state in
      // The thread's first batch: what it spent before is the beginning of the first requests.
      state.ended += completions.count
      for completion in completions {
        if case .response(let response) = completion.result, response.status == 201 { continue }
        state.failed += 1
      }
      if state.ended == requests { finish(&state) }
      return (state.transport, submissions(&state, completions.count))
    }
    transport?.submit(next)
  }

  private func submissions(_ state: inout State, _ count: Int) -> [Submission] {
    let count = min(count, requests - state.begun)
    defer { state.begun += count }
    return (0..<count).map { index in
      let request = HTTPRequest(
        method: "POST", url: work.url, headers: work.headers, body: work.body)
      return Submission(ticket: UInt64(state.begun + index), request: .http(request))
    }
  }

  private func finish(_ state: inout State) {
    let wall = seconds(CLOCK_MONOTONIC) - state.wall
    let measured = Measured(
      rate: Double(requests) / wall,
      cpu: seconds(CLOCK_THREAD_CPUTIME_ID) * 1e6 / Double(requests), failed: state.failed)
    state.measured = measured
    state.transport = nil
    state.waiting?.resume(returning: measured)
    state.waiting = nil
  }

  func finished() async -> Measured {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        if let measured = state.measured {
          continuation.resume(returning: measured)
        } else {
          state.waiting = continuation
        }
      }
    }
  }
}

func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  unsafe clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
