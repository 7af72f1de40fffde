import Foundation
import Testing

/// What the driver saw of the daemon under a real systemd, booted over a throw-away copy of this
/// machine's root.
private enum RealSystemd {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
  static let root = folder.deletingLastPathComponent().deletingLastPathComponent()

  /// Of a release build, where somebody names one.
  static let named = ProcessInfo.processInfo.environment["KITH_BINARY"]

  /// Beside the test bundle, where the same build put it.
  static let program =
    named.map { URL(filePath: $0) }
    ?? URL(filePath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "kith")

  /// Nil when it can be tried here, else what is missing.
  static let missing: String? = {
    if getuid() != 0 { return "booting systemd needs root" }
    for path in ["/lib/systemd/systemd", "/usr/bin/unshare", "/usr/bin/curl"]
    where !FileManager.default.fileExists(atPath: path) { return "\(path) is not installed" }
    if !FileManager.default.fileExists(atPath: program.path()) {
      return "the program is not built: \(program.path())"
    }
    return run(["/usr/bin/unshare", "-fpmiuC", "--kill-child", "true"], in: folder).status == 0
      ? nil : "this machine gives no namespaces"
  }()

  /// What every operator may do to it.
  static let seen = lines(of: "driver")
  /// The README's own path.
  static let walked = lines(of: "walk")

  /// A script's lines: a check's name, and what was seen where it failed.
  private static func lines(of script: String) -> [(name: String, fault: String?)] {
    guard missing == nil else { return [] }
    let place = FileManager.default.temporaryDirectory
      .appending(path: "kith-systemd-\(script)-\(getpid())")
    defer { try? FileManager.default.removeItem(at: place) }
    do { try prepare(place) } catch { return [("is prepared", "\(error)")] }
    let result = run(["./with-systemd", "./tree/\(script)", "./tree", "\(freePort())"], in: place)
    var seen: [(name: String, fault: String?)] = []
    for line in result.output.split(separator: "\n") {
      if line.hasPrefix("ok ") { seen.append((String(line.dropFirst(3)), nil)) }
      if line.hasPrefix("not ok ") {
        let parts = line.dropFirst(7).split(separator: ":", maxSplits: 1)
        seen.append((String(parts[0]), String(parts.last ?? "")))
      } else if line.hasPrefix("  # "), let last = seen.popLast() {
        seen.append((last.name, (last.fault ?? "") + "\n" + line))
      }
    }
    if seen.isEmpty { return [("boots", result.output)] }
    return seen
  }

  /// The program and what is shipped with it, in a folder that the fresh /tmp does not hide.
  private static func prepare(_ place: URL) throws {
    let files = FileManager.default
    let tree = place.appending(path: "tree")
    try files.createDirectory(at: tree, withIntermediateDirectories: true)
    try files.copyItem(at: program, to: place.appending(path: "kith"))
    for name in ["deploy", "templates", "README.md"] {
      try files.copyItem(at: root.appending(path: name), to: tree.appending(path: name))
    }
    for name in ["driver", "walk", "../Roads/house.py"] {
      let file = folder.appending(path: name).standardizedFileURL
      try files.copyItem(at: file, to: tree.appending(path: file.lastPathComponent))
    }
    try files.copyItem(
      at: folder.appending(path: "with-systemd"), to: place.appending(path: "with-systemd"))
  }

  private static func run(_ command: [String], in place: URL) -> (status: Int32, output: String) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = place
    process.standardOutput = output
    process.standardError = output
    do { try process.run() } catch { return (127, "\(error)") }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// The network is the host's: a port that nobody has now.
  private static func freePort() -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { socket in
        _ = unsafe bind(descriptor, socket, length)
        _ = unsafe getsockname(descriptor, socket, &length)
      }
    }
    return UInt16(bigEndian: address.sin_port)
  }
}

@Suite(.enabled(if: RealSystemd.missing == nil, "\(RealSystemd.missing ?? "")"))
struct `The daemon under a real systemd` {
  static let checks = [
    "starts", "is active once it says so", "says how it is",
    "answers on the socket that systemd holds", "writes ids as fields of the journal",
    "runs as its own user", "keeps the database to itself", "is closed in as the unit promises",
    "lets root use the control socket", "lets its group use the control socket",
    "refuses others in one sentence", "reloads", "says that it reloaded",
    "is the same process after a reload", "says why a reload changed nothing",
    "goes on with the configuration it had", "answers after a reload that failed",
    "takes the mended configuration", "starts again after a kill", "answers after a kill",
    "has counted one start more", "is killed by the watchdog when a turn hangs",
    "starts again after the watchdog", "answers after the watchdog", "stops",
    "stops within its time", "ends without a fault", "exits with 0", "starts when somebody knocks",
    "is active after the knock", "says in one line why it cannot start",
    "never writes a secret into the journal",
  ].filter { RealSystemd.named == nil || !$0.contains("watchdog") }

  @Test func `is what the README says, from the installation to a conversation`() {
    for (name, fault) in RealSystemd.walked { #expect(fault == nil, "\(name)") }
    #expect(RealSystemd.walked.last?.name == "leaves what is people's")
  }

  @Test(arguments: checks) func `does what an operator expects`(_ check: String) throws {
    let result = try #require(
      RealSystemd.seen.first { $0.name == check },
      "not reached; last: \(RealSystemd.seen.suffix(1))")
    #expect(result.fault == nil)
  }
}
