internal import BareLoop
internal import BenchServer
internal import Gateways
internal import Glibc
internal import Messages
internal import Synchronization
internal import Transport

/// Requests a second through `Transport` beside a bare libcurl multi loop in C, against the same
/// server, in one run:
///
///     transport-benchmark [--server URL [--certificates PEM] [--http2]]
///       [REQUESTS [ROUNDS [CONNECTIONS…]]]
///
/// Without `--server` it is the small server of `Benchmarks/Server`, over HTTP/1.1 in the clear.
@main struct TransportBenchmark {
  static func main() async throws {
    var options = Options(CommandLine.arguments.dropFirst())
    var server: pid_t?
    if options.work.url.isEmpty {
      var port: UInt16 = 0
      let child = unsafe bench_server_start(&port)
      guard child > 0 else { return print("the server did not start") }
      server = child
      options.work.url = "http://127.0.0.1:\(port)/2010-04-01/Accounts/AC0123/Messages.json"
    }
    print("POST 400 B, answer 201 with 300 B, \(options.what);")
    print("\(options.requests) requests, best of \(options.rounds) rounds, turn about")
    print("connections  bare req/s (µs CPU)  Transport req/s (µs CPU)  ratio req/s  ratio CPU")
    for connections in options.connections {
      let (bare, ours) = try await compare(options, connections)
      print(line(connections, bare, ours))
    }
    if let server { bench_server_stop(server) }
  }

  /// Turn about, so that whatever else the machine does meets both.
  static func compare(_ options: Options, _ connections: Int) async throws -> (Measured, Measured) {
    var bare: [Measured] = []
    var ours: [Measured] = []
    for _ in 0..<options.rounds {
      bare.append(options.work.bare(connections, options.requests))
      ours.append(try await options.work.transport(connections, options.requests))
    }
    return (Measured.best(bare), Measured.best(ours))
  }

  static func line(_ connections: Int, _ bare: Measured, _ ours: Measured) -> String {
    let failures = bare.failed + ours.failed == 0 ? "" : "  FAILED \(bare.failed) \(ours.failed)"
    return [
      "\(connections)".padded(11), "\(bare)".padded(19), "\(ours)".padded(24),
      "\(rounded(ours.rate / bare.rate, 3))".padded(11), "\(rounded(bare.cpu / ours.cpu, 3))",
    ].joined(separator: "  ") + failures
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

struct Measured: CustomStringConvertible {
  /// Requests a second.
  var rate: Double
  /// Microseconds of the sending thread for one request.
  var cpu: Double
  var failed: Int

  var description: String { "\(Int(rate)) (\(rounded(cpu, 1)))" }

  /// The best rate and the least time, each for itself: what disturbs only makes worse.
  static func best(_ all: [Measured]) -> Measured {
    Measured(
      rate: all.map(\.rate).max() ?? 0, cpu: all.map(\.cpu).min() ?? 0,
      failed: all.map(\.failed).reduce(0, +))
  }
}
