import Foundation

/// One file of the repository, as it lies in the folder.
struct SourceFile: Sendable {
  /// From the repository's root.
  let path: String
  let lines: [String]

  /// The module or test folder it belongs to: `Messages` of `Sources/Messages/ID.swift`.
  var module: String { String(path.split(separator: "/").dropFirst().first ?? "") }
  var isSource: Bool { path.hasPrefix("Sources/") }
  var isTest: Bool { path.hasPrefix("Tests/") }
  var isTidy: Bool { path.hasPrefix("Tests/Tidy/") }

  /// Each line with its number from 1, comments and the words of string literals left out as far as
  /// one line tells.
  var code: [(number: Int, text: String)] {
    lines.enumerated().compactMap { index, line in
      let bare = line.trimmingCharacters(in: .whitespaces)
      guard !bare.hasPrefix("//"), !bare.hasPrefix("*"), !bare.hasPrefix("/*") else { return nil }
      return (index + 1, Self.withoutLiterals(line))
    }
  }

  private static func withoutLiterals(_ line: String) -> String {
    var result = ""
    var inside = false
    var escaped = false
    for character in line {
      if inside {
        if escaped {
          escaped = false
        } else if character == "\\" {
          escaped = true
        } else if character == "\"" {
          inside = false
        }
        if !inside { result.append(character) }
      } else {
        if result.hasSuffix("/"), character == "/" { return String(result.dropLast()) }
        if character == "\"" { inside = true }
        result.append(character)
      }
    }
    return result
  }
}

/// What Git tracks, or will after the next commit.
enum SourceTree {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let paths: [String] = {
    let git = Process()
    let output = Pipe()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = [
      "git", "-c", "safe.directory=*", "-C", root.path(), "ls-files", "-co", "--exclude-standard",
    ]
    git.standardOutput = output
    do { try git.run() } catch { return [] }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    git.waitUntilExit()
    let tracked = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    return (tracked.isEmpty ? lying : tracked)
      .filter { FileManager.default.fileExists(atPath: root.appending(path: $0).path()) }
      .sorted()
  }()

  /// Where this is no clone, as in an unpacked archive: all but what is hidden.
  private static var lying: [String] {
    let all = FileManager.default.enumerator(
      at: root, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
    let start = root.path().hasSuffix("/") ? root.path() : root.path() + "/"
    return (all?.compactMap { $0 as? URL } ?? []).filter { !$0.hasDirectoryPath }
      .map { String($0.path().dropFirst(start.count)) }
  }

  /// Every text file there is; pictures and the like are left out.
  static let texts: [SourceFile] = paths.compactMap { path in
    guard let data = try? Data(contentsOf: root.appending(path: path)),
      let text = String(data: data, encoding: .utf8)
    else { return nil }
    return SourceFile(
      path: path,
      lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  static let swift: [SourceFile] = texts.filter { $0.path.hasSuffix(".swift") }
}
