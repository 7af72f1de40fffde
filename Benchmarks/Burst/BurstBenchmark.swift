internal import BareLoop
internal import BenchServer
internal import Gateways
internal import Glibc
internal import Transport

/// Check-ins from due to accepted by a server of this machine, all due in one second, beside a bare
/// libcurl loop that posts a body of theirs to the same server:
///
///     burst-benchmark [PEOPLE [IN-FLIGHT [FOLDER [steps]]]]
///
/// With `steps` the clock is set afterwards and a row damaged, to see how long either holds up a
/// call for help.
/// The database is a real file in FOLDER (the working directory by default), synced at each commit.
/// The server is a child process, so it takes processor time from both alike.
@main struct BurstBenchmark {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let people = arguments.first.flatMap { Int($0) } ?? 20_000
    let inFlight = arguments.dropFirst().first.flatMap { Int($0) } ?? 256
    let folder = arguments.dropFirst(2).first ?? "."
    var port: UInt16 = 0
    let server = unsafe bench_server_start(&port)
    guard server > 0 else { return print("the server did not start") }
    defer { bench_server_stop(server) }
    // Warms everything up, and gives the loop what to post.
    let sample = try await burst(200, server, port, inFlight, folder).sample
    guard let sample else { return print("nothing was sent") }
    let before = bare(sample, inFlight, people)
    let burst = try await burst(people, server, port, inFlight, folder)
    let after = bare(sample, inFlight, people)
    if burst.accepted != people { print("NOT ALL ACCEPTED: \(burst.accepted) of \(people)") }
    for failure in burst.failures.prefix(3) { print("FAILED: \(failure)") }
    report(burst, before, after, Double(people))
  }

  static func burst(
    _ people: Int, _ server: pid_t, _ port: UInt16, _ inFlight: Int, _ folder: String
  ) async throws -> Burst {
    let house = try BurstHouse(port: port, inFlight: inFlight, folder: folder)
    defer { house.remove() }
    let enrolling = try house.enrol(people)
    print("\(people) people, \(inFlight) in flight; enrolled in \(rounded(enrolling, 1)) s")
    let burst = try Burst(house, people: people, server: server)
    burst.run()
    await burst.transport.shutdown(within: .seconds(1))
    if people > 200, CommandLine.arguments.count > 4 {
      var steps = HouseSteps(house, after: burst.recordedAfter)
      steps.run()
    }
    return burst
  }

  /// The body of one request of a burst, as often as there are people.
  static func bare(_ request: HTTPRequest, _ inFlight: Int, _ count: Int) -> bare_result {
    let lines = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
    return unsafe bare_loop_run(
      request.url, lines, request.body, request.body.count, Int32(min(inFlight, 256)),
      UInt64(count), 0, nil)
  }

  static func report(_ burst: Burst, _ before: bare_result, _ after: bare_result, _ count: Double) {
    let theirs = [before, after].map { count / $0.wall_s }
    let bare = theirs.reduce(0, +) / 2
    let bareCPU = (before.cpu_s + after.cpu_s) / 2
    let ours = count / burst.acceptedAfter
    let transport = burst.transportLaps.map(\.cpu).reduce(0, +)
    let cpu = burst.conductorCPU + transport
    row("bare loop before", "\(Int(theirs[0]))/s, \(micro(before.cpu_s, count)) µs CPU each")
    row("bare loop after", "\(Int(theirs[1]))/s, \(micro(after.cpu_s, count)) µs CPU each")
    row("due to accepted", "\(Int(ours))/s, ratio \(rounded(ours / bare, 3))")
    row("due to recorded", "\(Int(count / burst.recordedAfter))/s")
    row("CPU a check-in", "\(micro(cpu, count)) µs, ratio \(rounded(bareCPU / cpu, 3))")
    row("load average", "\(loadAverage())")
    print("\nµs a check-in             wall     CPU")
    row("conductor's thread", micro(burst.recordedAfter, count), micro(burst.conductorCPU, count))
    for lap in burst.watch.laps {
      row("  " + lap.name, micro(lap.wall, count), micro(lap.cpu, count))
    }
    row("transport's thread", "", micro(transport, count))
    for lap in burst.transportLaps { row("  " + lap.name, "", micro(lap.cpu, count)) }
    print("\(burst.turns) turns")
  }

  static func row(_ name: String, _ wall: String, _ cpu: String) {
    row(name, wall.padded(9) + cpu.padded(8))
  }

  static func row(_ name: String, _ value: String) {
    print(name + String(repeating: " ", count: max(0, 20 - name.count)) + value)
  }

  static func micro(_ seconds: Double, _ count: Double) -> String {
    "\(rounded(seconds * 1e6 / count, 1))"
  }

  static func loadAverage() -> Double {
    var load = 0.0
    unsafe getloadavg(&load, 1)
    return rounded(load, 1)
  }
}

func rounded(_ value: Double, _ digits: Int) -> Double {
  let scale = pow(10, Double(digits))
  return (value * scale).rounded() / scale
}

extension String {
  func padded(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
