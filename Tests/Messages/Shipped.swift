import Foundation
import Messages
import Testing

/// The text files of the project's `templates` folder.
enum Shipped {
  static let files: [TemplateFile] = {
    let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "templates")
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (paths ?? []).sorted().compactMap { path in
      guard let source = try? String(contentsOf: folder.appending(path: path), encoding: .utf8)
      else { return nil }
      return TemplateFile(path: path, source: source)
    }
  }()

  static let wording = Result { () throws(TemplateFaults) in try Wording(files: files) }

  /// Nil fails every test that reads with it.
  static var replies: ReplyReader? { try? wording.get().replies }
}
