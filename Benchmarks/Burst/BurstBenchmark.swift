internal import BareLoop
internal import BenchServer
internal import Gateways
internal import Glibc
internal import Transport

/// Check-ins from due to accepted by a server of this machine, all due in one second, beside a bare
/// libcurl loop that posts a body of theirs to the same server:
///
///     burst-benchmark [PEOPLE [IN-FLIGHT [FOLDER]]]
///
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
    let house = try BurstHouse(port: port, inFlight: inFlight, folder: folder)
    defer { house.remove() }
    let enrolling = try house.enrol(people)
    print("\(people) enrolled in \(rounded(enrolling, 1)) s, load \(loadAverage())")
    let burst = try Burst(house, people: people, server: server)
    burst.run()
    await burst.transport.shutdown(within: .seconds(1))
    let bare = bare(house, burst, inFlight)
    report(burst, bare, people)
    print("load \(loadAverage())")
  }

  /// The body of one of the burst's requests, as often.
  static func bare(_ house: BurstHouse, _ burst: Burst, _ inFlight: Int) -> bare_result {
    guard let request = burst.sample else { return bare_result() }
    let lines = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
    guard burst.accepted > 0 else { return bare_result() }
    return unsafe bare_loop_run(
      request.url, lines, request.body, request.body.count, Int32(inFlight),
      UInt64(burst.accepted), 0, nil)
  }

  static func report(_ burst: Burst, _ bare: bare_result, _ people: Int) {
    let count = Double(max(1, burst.accepted))
    if burst.accepted != people { print("NOT ALL ACCEPTED: \(burst.accepted) of \(people)") }
    for failure in burst.failures.prefix(3) { print("FAILED: \(failure)") }
    guard burst.accepted > 0 else { return }
    let ours = count / burst.acceptedAfter
    let theirs = Double(bare.answered) / bare.wall_s
    let cpu = burst.conductorCPU + burst.transportCPU
    row("bare libcurl loop", "\(Int(theirs)) requests/s, \(micro(bare.cpu_s, count)) µs CPU each")
    row("due to accepted", "\(Int(ours)) check-ins/s, ratio \(rounded(ours / theirs, 3))")
    row("due to recorded", "\(Int(count / burst.recordedAfter)) check-ins/s")
    row("CPU a check-in", "\(micro(cpu, count)) µs, ratio \(rounded(bare.cpu_s / cpu, 3))")
    row("  conductor's", "\(micro(burst.conductorCPU, count)) µs, \(burst.turns) turns")
    row("  transport's", "\(micro(burst.transportCPU, count)) µs")
    row("part", " µs wall  µs CPU a check-in")
    for lap in burst.watch.laps {
      row("  " + lap.name, micro(lap.wall, count).padded(8) + micro(lap.cpu, count).padded(8))
    }
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
