import Foundation
import Synchronization

/// A server on this machine, started from a script in `Tests/Peers`; it ends with its owner.
final class Peer: Sendable {
  let port: Int
  private let process: Process
  private let input: Pipe

  /// The recording server that all tests share; whoever asks what it saw marks its paths.
  static let recorder = Result { try Peer("recorder.py") }

  /// One at a time: a child that starts meanwhile would inherit the other's pipes.
  private static let starting = Mutex(())

  /// Starts `script` with Python and waits for the line `port N`.
  init(_ script: String, _ arguments: [String] = [], needs module: String? = nil) throws {
    let (process, input, port) = try Peer.starting.withLock { _ in
      guard let python = Peer.python(with: module) else {
        throw CocoaError(.executableNotLoadable)
      }
      return try Peer.start(python, script, arguments)
    }
    self.port = port
    self.process = process
    self.input = input
  }

  private static func start(_ python: String, _ script: String, _ arguments: [String]) throws -> (
    Process, Pipe, Int
  ) {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, Peer.folder + script, "--until-eof"] + arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = ""
    while !line.hasSuffix("\n") {
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { break }
      line += String(decoding: more, as: UTF8.self)
    }
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count >= 2, words[0] == "port", let port = Int(words[1]) else {
      process.terminate()
      print(script, "said", line)
      throw CocoaError(.executableLoad)
    }
    return (process, input, port)
  }

  static let hasMailServer = python(with: "aiosmtpd") != nil

  /// The first Python that has the module: Debian's packages serve Debian's Python only.
  static func python(with module: String?) -> String? {
    guard let module else { return "python3" }
    return ["python3", "/usr/bin/python3"].first { python in
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [python, "-c", "import \(module)"]
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return false }
      process.waitUntilExit()
      return process.terminationStatus == 0
    }
  }

  deinit {
    input.fileHandleForWriting.closeFile()
    kill(process.processIdentifier, SIGKILL)
  }

  /// The folder of scripts, with a slash at its end.
  static let folder =
    URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().path() + "/Peers/"
}
