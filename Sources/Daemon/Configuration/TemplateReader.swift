import Messages
import Reading

/// Reads everything under the template folders: the shipped one, then the operator's overrides.
struct TemplateReader {
  let faults: FaultList

  func read(_ directories: [String]) -> Wording? {
    let before = faults.faults.count
    let files = directories.flatMap(files)
    guard faults.faults.count == before else { return nil }
    do { return try Wording(files: files) } catch {
      for fault in error.faults {
        let place = directories.last { Files.exists("\($0)/\(fault.path)") } ?? "templates"
        faults.add(
          Fault(
            file: "\(place)/\(fault.path)", line: fault.line ?? 0,
            sentence: "\(fault.problem); expected \(fault.expected)"))
      }
      return nil
    }
  }

  /// Locales there is wording in, sorted.
  static func locales(_ directories: [String]) -> [String] {
    let folders = directories.flatMap {
      Files.tree($0).compactMap { $0.split(separator: "/").first }
    }
    return Set(folders.map(String.init)).filter { !$0.contains(".") }.sorted()
  }

  private func files(_ directory: String) -> [TemplateFile] {
    Files.tree(directory)
      .filter { $0.hasSuffix(".mustache") || $0.hasSuffix(".txt") }
      .compactMap { path in
        faults.taking { () throws(ReadingFaults) in
          let full = "\(directory)/\(path)"
          return TemplateFile(
            path: path, source: try SourceText.decode(Files.source(full), file: full))
        }
      }
  }
}
