/// One thing wrong in a file somebody wrote: where, and what was expected.
package struct Fault: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// As the reader of the sentence knows the file: the path given, or `standard input`.
  package var file: String
  /// From 1; 0 when the fault is of the file as a whole.
  package var line: Int
  /// The dotted path of keys (`gateways.main-sms.settings`), a column, or empty.
  package var key: String
  /// What was expected, and what stands there.
  package var sentence: String

  package init(file: String, line: Int = 0, key: String = "", sentence: String) {
    self.file = file
    self.line = line
    self.key = key
    self.sentence = sentence
  }

  /// `file:line: key: expected …`, in the form editors jump to.
  package var description: String {
    let place = line > 0 ? "\(file):\(line)" : file
    return key.isEmpty ? "\(place): \(sentence)" : "\(place): \(key): \(sentence)"
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.file, left.line, left.key, left.sentence)
      < (right.file, right.line, right.key, right.sentence)
  }
}

/// All that is wrong with what was read, together; never empty.
package struct ReadingFaults: Error, Hashable, Sendable, CustomStringConvertible {
  package var faults: [Fault]
  package init(_ faults: [Fault]) { self.faults = faults }
  package var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// Gathers faults while several readers go over the same files, so that all are told together.
package final class FaultList {
  /// More than this many are not told: whoever mends them has enough to do.
  package static let mostTold = 1000

  package private(set) var faults: [Fault] = []
  private var known: Set<Fault> = []
  package init() {}

  package var isEmpty: Bool { faults.isEmpty }
  package var isFull: Bool { faults.count >= Self.mostTold }

  /// The same fault twice is one.
  package func add(_ fault: Fault) {
    if !isFull, known.insert(fault).inserted { faults.append(fault) }
  }

  /// Says what was expected at a node.
  package func add(_ node: MarkedNode, _ sentence: String) {
    add(Fault(file: node.file, line: node.line, key: node.keyPath, sentence: sentence))
  }

  package func add(_ others: ReadingFaults) { others.faults.forEach(add) }

  /// The value of `read`, or nil after its faults were taken in.
  package func taking<Value>(_ read: () throws(ReadingFaults) -> Value) -> Value? {
    do { return try read() } catch {
      add(error)
      return nil
    }
  }

  /// Throws what was gathered, in the order of files and lines, if anything was.
  package func end() throws(ReadingFaults) {
    if !faults.isEmpty { throw ReadingFaults(faults.sorted()) }
  }
}
