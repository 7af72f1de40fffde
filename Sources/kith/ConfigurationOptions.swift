import ArgumentParser
import CheckIns
import Daemon
import Foundation
import Messages
import Reading
import Timekeeping

/// Where the configuration is, for commands that need no daemon.
struct ConfigurationOptions: ParsableArguments {
  @OptionGroup var output: FormatOption

  @Option(help: "The configuration (default: /etc/kith/kith.yaml).")
  var config: String?

  @Option(
    help: "The folder of the secrets (default: $CREDENTIALS_DIRECTORY, or secrets/ beside it).")
  var credentials: String?

  var places: ConfigurationPlaces {
    let environment = ProcessInfo.processInfo.environment
    return ConfigurationPlaces(
      file: config ?? "/etc/kith/kith.yaml", credentials: credentials,
      shared: SharedFiles.find(executable: Self.executable, environment: environment),
      environment: environment)
  }

  /// A plan by name, or by the path of its file.
  func plan(_ name: String) throws -> Plan {
    try telling { () throws(ConfigurationFaults) in
      try ConfigurationReader.plan(name, places)
    }
  }

  /// What messages and replies are made of and read with; kith.yaml itself is not looked at.
  func wording() throws -> Wording {
    try telling { () throws(ConfigurationFaults) in try ConfigurationReader.wording(places) }
  }

  /// The gateway of a name, or one sentence.
  func gateway(_ name: String) throws -> (gateway: ConfiguredGateway, settings: Settings) {
    let (settings, gateways) = try telling { () throws(ConfigurationFaults) in
      try ConfigurationReader.gateways(places)
    }
    guard let gateway = gateways.first(where: { $0.name == name }) else {
      let known = gateways.map(\.name)
      throw Failure(
        "There is no gateway \"\(name)\"\(NearMatch.hint(for: name, in: known)); kith.yaml has "
          + known.joined(separator: ", ") + ".")
    }
    return (gateway, settings)
  }

  static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
  }

  private func telling<Value>(_ read: () throws(ConfigurationFaults) -> Value) throws -> Value {
    do { return try read() } catch { throw Failure(error.faults) }
  }
}

/// The clock on the wall, for commands that need none given.
enum Now {
  static var instant: Instant {
    Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded()))
  }
}
