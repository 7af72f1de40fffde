import Foundation
import Testing

/// A place where a rule is broken, with the remedy.
private func broken(_ file: SourceFile, _ line: Int, _ remedy: String) -> Comment {
  "\(file.path):\(line): \(remedy)"
}

/// Every place in the files whose code has one of the words.
private func expectNo(
  _ words: [String], in files: [SourceFile], _ remedy: String,
  except: (SourceFile) -> Bool = { _ in
    false
  }
) {
  for file in files where !file.isTidy && !except(file) {
    for (number, text) in file.code {
      for word in words where text.contains(word) {
        Issue.record(broken(file, number, "`\(word)`: \(remedy)"))
      }
    }
  }
}

private let sources = SourceTree.swift.filter(\.isSource)
private let tests = SourceTree.swift.filter(\.isTest)

@Suite struct `The house` {
  @Test func `is seen whole`() {
    #expect(sources.count > 20)
    #expect(Set(sources.map(\.module)).isSubset(of: Arrows.table.keys))
  }

  @Test func `keeps its arrows`() {
    for file in sources {
      let allowed = Arrows.table[file.module, default: []].union(Arrows.everywhere)
      for (number, name) in file.imports where !allowed.contains(name) {
        Issue.record(
          broken(file, number, "\(file.module) may not import \(name): see Tests/Tidy/Arrows.swift")
        )
      }
    }
  }

  @Test func `lets one module only know a foreign part`() {
    for file in sources {
      for (number, name) in file.imports {
        guard let owners = Arrows.owners[name], !owners.contains(file.module) else { continue }
        Issue.record(broken(file, number, "only \(owners.sorted()) may know \(name)"))
      }
    }
  }

  @Test func `keeps the pure modules pure`() {
    let pure = sources.filter { Arrows.pure.contains($0.module) }
    expectNo(
      Arrows.impure, in: pure, "a pure module gets time, ids and chance as arguments",
      // The promise of `Desk` is asynchronous; nothing in the module runs it.
      except: { $0.path == "Sources/Control/Desk.swift" })
  }

  @Test func `draws chance from the seeded source alone`() {
    for file in sources where Arrows.pure.contains(file.module) {
      for (number, text) in file.code
      where text.contains(".random(") && !text.contains("using:") {
        Issue.record(broken(file, number, "say `using:` and pass the source"))
      }
    }
  }

  @Test func `reads no zone rules but the system's`() {
    expectNo(
      [
        "TimeZone(", "TimeZone.", "Calendar(", "Calendar.", "DateFormatter", "ISO8601DateFormatter",
        "DateComponents(",
      ], in: sources,
      "Foundation's calendar has zone rules of its own; use Timekeeping")
  }

  @Test func `knows SQL in Storage alone`() {
    let others = sources.filter { $0.module != "Storage" }
    for file in others {
      for (index, line) in file.lines.enumerated()
      where line.contains("\"") && line.contains(#/"(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s/#) {
        Issue.record(broken(file, index + 1, "SQL belongs into Storage"))
      }
    }
  }
}

@Suite struct `A source file` {
  @Test func `shows nothing outside the package`() {
    expectNo(
      ["public ", "open class ", "@_spi"], in: SourceTree.swift, "say `package`: we ship a program")
  }

  @Test func `never traps on the world`() {
    expectNo(
      ["try!", "as!", "fatalError("], in: SourceTree.swift,
      "throw an error with one plain sentence")
  }

  @Test func `is checked by the compiler for races`() {
    expectNo(
      ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency import"], in: sources,
      "use a value, a Mutex or an actor")
  }

  @Test func `starts no stray task`() {
    expectNo(
      [" Task {", "(Task {", "Task.detached", "Task.init"], in: sources,
      "make it a Service or a child of a task group")
  }

  @Test func `is finished`() {
    for file in SourceTree.texts where !file.isTidy && !file.path.hasPrefix("LICENSE") {
      for (index, line) in file.lines.enumerated()
      where ["TODO", "FIXME", "XXX"].contains(where: { line.contains($0) })
        && line.contains(/\b(TODO|FIXME|XXX)\b/)
      {
        Issue.record(broken(file, index + 1, "do it, or open an issue"))
      }
    }
  }

  @Test func `has lines one can read side by side`() {
    for file in SourceTree.swift {
      for (index, line) in file.lines.enumerated() where line.count > 100 {
        Issue.record(broken(file, index + 1, "\(line.count) columns; 100 are the limit"))
      }
    }
  }

  /// Long for a reason: tables.
  static let long: Set<String> = []

  @Test func `is short enough to be read in one go`() {
    for file in SourceTree.swift where file.lines.count > 400 && !Self.long.contains(file.path) {
      Issue.record("\(file.path): \(file.lines.count) lines; split it by what changes together")
    }
  }

  @Test func `has no name that could hold anything`() {
    for file in SourceTree.swift {
      let name = file.path.split(separator: "/").last.map(String.init) ?? ""
      for word in ["Util", "Helper", "Manager.swift", "Common", "Misc"] where name.contains(word) {
        if name == "ServiceManager.swift" { continue }
        Issue.record("\(file.path): name it after its main type, not \(word)")
      }
    }
  }

  @Test func `names no machine but the reader's own`() {
    let local = ["/" + "work/", "/" + "root/", "file://" + "/", "local" + "host:" + "4873"]
    for file in SourceTree.texts where !file.path.hasPrefix("LICENSE") {
      for (index, line) in file.lines.enumerated() {
        for word in local where line.contains(word) {
          Issue.record(broken(file, index + 1, "\(word) is a path of one machine"))
        }
      }
    }
  }
}

@Suite struct `A test` {
  @Test func `is seen by the test runner`() {
    for file in tests {
      for (number, text) in file.code
      where text.contains("func test") && text.contains(/\bfunc test[A-Z_]/) {
        Issue.record(broken(file, number, "write `@Test func`, or it silently never runs"))
      }
      for (index, line) in file.lines.enumerated() where line.hasPrefix("  func `") {
        let before = index > 0 ? file.lines[index - 1] : ""
        if !before.contains("@Test") && !before.hasSuffix(")") {
          Issue.record(broken(file, index + 1, "a sentence without @Test never runs"))
        }
      }
    }
  }

  @Test func `never waits for the clock`() {
    expectNo(
      ["Task.sleep", "usleep(", " sleep(", "nanosleep(", "Thread.sleep", "asyncAfter"], in: tests,
      "wait for what is to happen, or pass a virtual time",
      // These watch real processes, which nobody can step.
      except: { ["Systemd", "Peers", "Browser", "Commands"].contains($0.module) })
  }

  @Test func `sees what its users see`() {
    expectNo(["@testable"], in: tests, "import plainly, and test what the module promises")
  }

  @Test func `says what it expects`() {
    for file in tests where !file.isTidy {
      let asks = file.lines.contains { $0.contains("@Test") }
      let expects = file.lines.contains {
        $0.contains("#expect") || $0.contains("#require") || $0.contains("Issue.record")
          || $0.contains(/\b(receives|expect[A-Z]\w*|unreached|hears)\(/)
      }
      if asks && !expects { Issue.record("\(file.path): a test that cannot fail is a defect") }
    }
  }
}

extension SourceFile {
  /// The modules it imports, with the line.
  var imports: [(number: Int, name: String)] {
    code.compactMap { number, text in
      let pattern =
        #/
        ^\s* (?: @\w+ (?: \([^)]*\) )? \s+ )*
        (?: (?: package | internal | private | fileprivate | public ) \s+ )?
        import \s+ (?: (?: struct | class | enum | protocol | func | var | let | typealias ) \s+ )?
        (\w+)
        /#
      return text.firstMatch(of: pattern).map { (number, String($0.1)) }
    }
  }
}
