/// Why the daemon did not start or had to end: plain sentences for whoever started it.
package struct ServeFailure: Error, Hashable, Sendable, CustomStringConvertible {
  package var sentences: [String]
  package init(_ sentences: [String]) { self.sentences = sentences }
  package init(_ sentence: String) { sentences = [sentence] }
  package var description: String { sentences.joined(separator: "\n") }
}
