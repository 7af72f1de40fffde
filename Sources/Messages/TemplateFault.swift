/// What is wrong at one place of a file under `templates/`.
package struct TemplateFault: Error, Hashable, Sendable, CustomStringConvertible {
  package var path: String
  /// From 1; nil when the fault is the file's as a whole.
  package var line: Int?
  package var problem: String
  package var expected: String

  package init(path: String, line: Int? = nil, problem: String, expected: String) {
    self.path = path
    self.line = line
    self.problem = problem
    self.expected = expected
  }

  package var description: String {
    "\(path)\(line.map { ":\($0)" } ?? ""): \(problem); expected \(expected)"
  }
}

/// Every fault of all files, in order of path and line.
package struct TemplateFaults: Error, Hashable, Sendable, CustomStringConvertible {
  package var faults: [TemplateFault]
  package init(_ faults: [TemplateFault]) {
    self.faults = faults.sorted { ($0.path, $0.line ?? 0) < ($1.path, $1.line ?? 0) }
  }
  package var description: String { faults.map(\.description).joined(separator: "\n") }
}
