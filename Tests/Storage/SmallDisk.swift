import Foundation

/// A disk of a few pages (tmpfs), where the machine lets us mount one.
final class SmallDisk {
  let folder: String

  static let isPossible: Bool = {
    guard getuid() == 0, let disk = try? SmallDisk(kilobytes: 100) else { return false }
    return FileManager.default.fileExists(atPath: disk.folder)
  }()

  init(kilobytes: Int) throws {
    folder = NSTemporaryDirectory() + "kith-disk-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try run("mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder])
  }

  deinit {
    _ = try? run("umount", ["-l", folder])
    try? FileManager.default.removeItem(atPath: folder)
  }

  private var ballast: String { folder + "/ballast" }

  /// Leaves no page free.
  func fill() throws {
    _ = FileManager.default.createFile(atPath: ballast, contents: nil)
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: ballast))
    while (try? file.write(contentsOf: Data(count: 4096))) != nil {}
    try? file.close()
  }

  func makeRoom() throws { try FileManager.default.removeItem(atPath: ballast) }

  func remount(_ mode: String) throws { try run("mount", ["-o", "remount,\(mode)", folder]) }
}

/// Runs a program of the system and answers what it printed.
@discardableResult
func run(_ program: String, _ arguments: [String]) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  try process.run()
  let printed = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  return String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .newlines)
}
