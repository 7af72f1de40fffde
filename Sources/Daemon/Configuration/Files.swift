import Foundation
package import Reading

/// Reads whole files and lists folders; nothing here writes.
package enum Files {
  package struct Failure: Error, Hashable, Sendable {
    package var path: String
    /// `there is no such file`, `permission denied`.
    package var reason: String
  }

  package static func read(_ path: String) throws(Failure) -> [UInt8] {
    if isDirectory(path) { throw Failure(path: path, reason: "it is a folder") }
    do {
      let url = URL(fileURLWithPath: path)
      // A pipe or device has no size to go by.
      if isStream(path) {
        return [UInt8](try FileHandle(forReadingFrom: url).readToEnd() ?? Data())
      }
      return [UInt8](try Data(contentsOf: url))
    } catch {
      throw Failure(path: path, reason: reason(error))
    }
  }

  private static func isStream(_ path: String) -> Bool {
    let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: real)[.type] as? FileAttributeType
    return type.map { $0 != .typeRegular } ?? false
  }

  /// As `read`, with the failure told as a fault of that file.
  package static func source(_ path: String) throws(ReadingFaults) -> [UInt8] {
    do { return try read(path) } catch {
      throw ReadingFaults([
        Fault(file: path, sentence: "expected a file that can be read: \(error.reason)")
      ])
    }
  }

  /// The paths of the files in a folder whose names end so, sorted; none where there is no folder.
  package static func list(_ directory: String, suffix: String) throws(ReadingFaults) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: directory)
        .filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }
        .sorted().map { "\(directory)/\($0)" }
    } catch {
      if exists(directory) {
        throw ReadingFaults([
          Fault(file: directory, sentence: "expected a folder that can be read: \(reason(error))")
        ])
      }
      return []
    }
  }

  /// The paths of the files below a folder, relative to it, sorted; links are followed, at most
  /// eight folders deep.
  package static func tree(_ directory: String, depth: Int = 8) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let paths = names.filter { !$0.hasPrefix(".") }.flatMap { name -> [String] in
      guard isDirectory("\(directory)/\(name)") else { return [name] }
      if depth == 0 { return [] }
      return tree("\(directory)/\(name)", depth: depth - 1).map { "\(name)/\($0)" }
    }
    return paths.sorted()
  }

  package static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  package static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// Permission bits, or nil where there is no file.
  package static func mode(_ path: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]) as? Int
  }

  /// `path`, or what it is relative to the folder of `file`.
  package static func resolve(_ path: String, relativeTo file: String) -> String {
    if path.hasPrefix("/") { return path }
    let folder = (file as NSString).deletingLastPathComponent
    return folder.isEmpty ? path : "\(folder)/\(path)"
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile?, .fileNoSuchFile?: "there is no such file"
    case .fileReadNoPermission?: "permission denied"
    default:
      (underlying(error) ?? error as NSError).localizedDescription
    }
  }

  /// What the system said: CocoaError has no words for links in a ring.
  private static func underlying(_ error: any Error) -> NSError? {
    (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
  }
}

extension Files {
  package static func makeDirectory(_ path: String, mode: Int = 0o755) throws(Failure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
    } catch { throw Failure(path: path, reason: reason(error)) }
  }

  /// Takes away what is there, if it can.
  package static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file whole or not at all; it is on the disk when this returns, and nobody could read
  /// it meanwhile whom the mode keeps out.
  package static func write(_ bytes: [UInt8], to path: String, mode: Int = 0o644) throws(Failure) {
    let draft = path + ".new"
    do {
      remove(draft)
      guard
        FileManager.default.createFile(
          atPath: draft, contents: nil, attributes: [.posixPermissions: mode])
      else { throw CocoaError(.fileWriteUnknown) }
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: draft)
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: draft))
      try file.write(contentsOf: Data(bytes))
      try file.synchronize()
      try file.close()
      guard unsafe rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
      keepNames(in: URL(fileURLWithPath: path).deletingLastPathComponent())
    } catch {
      remove(draft)
      throw Failure(path: path, reason: reason(error))
    }
  }

  /// A new name outlives a power cut once its folder is on the disk (fsync(2)), where the file
  /// system can do that.
  private static func keepNames(in folder: URL) {
    let handle = try? FileHandle(forReadingFrom: folder)
    try? handle?.synchronize()
    try? handle?.close()
  }
}
