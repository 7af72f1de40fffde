import Foundation

/// The built `kith`, run as a user runs it.
struct Program {
  struct Run {
    var status: Int32
    var output: String
    var errors: String

    /// The JSON it printed.
    var json: Any? {
      try? JSONSerialization.jsonObject(with: Data(output.utf8), options: .fragmentsAllowed)
    }
    var object: [String: Any]? { json as? [String: Any] }
  }

  /// Beside the test bundle, where the build puts it.
  static var path: String {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let path = folder.appendingPathComponent("kith").path
      var isDirectory: ObjCBool = false
      if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
        !isDirectory.boolValue
      {
        return path
      }
    }
    return "kith"
  }

  static func run(_ arguments: String..., input: String = "", environment: [String: String] = [:])
    throws -> Run
  {
    try run(arguments, input: Array(input.utf8), environment: environment)
  }

  static func run(_ arguments: [String], input: [UInt8], environment: [String: String] = [:])
    throws -> Run
  {
    try run(path, arguments, input: input, environment)
  }

  /// A line as somebody types it.
  static func shell(_ line: String, _ environment: [String: String]) throws -> Run {
    try run("/bin/sh", ["-c", line], input: [], environment)
  }

  private static func run(
    _ program: String, _ arguments: [String], input: [UInt8], _ environment: [String: String]
  ) throws -> Run {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let folder = FileManager.default.temporaryDirectory.path + "/kith-run-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // Files, not pipes: nothing blocks, whatever the program prints.
    try Data(input).write(to: URL(fileURLWithPath: "\(folder)/in"))
    for name in ["out", "err"] { try Data().write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
    process.standardInput = FileHandle(forReadingAtPath: "\(folder)/in")
    process.standardOutput = FileHandle(forWritingAtPath: "\(folder)/out")
    process.standardError = FileHandle(forWritingAtPath: "\(folder)/err")
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(
        decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")), as: UTF8.self)
    }
    return Run(status: process.terminationStatus, output: try text("out"), errors: try text("err"))
  }
}

/// A folder with the smallest configuration, removed in the end.
final class House {
  let folder: String
  var file: String { "\(folder)/kith.yaml" }

  init(_ change: (String) -> String = { $0 }) throws {
    folder = FileManager.default.temporaryDirectory.path + "/kith-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: "\(folder)/secrets", withIntermediateDirectories: true)
    let example = "\(Self.checkout)/deploy/examples/kith.yaml"
    let text = try String(contentsOfFile: example, encoding: .utf8)
    try Data(change(text).utf8).write(to: URL(fileURLWithPath: file))
    let secret = "\(folder)/secrets/twilio-auth-token"
    try Data("12345".utf8).write(to: URL(fileURLWithPath: secret))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static var checkout: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }
}
