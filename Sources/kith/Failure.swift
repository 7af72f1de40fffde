import Control
import Reading

/// Why a command was not done, in plain sentences for standard error.
struct Failure: Error {
  var sentences: [String]
  /// 1: refused or failed; 2: wrong usage.
  var status: Int32

  init(_ sentence: String, status: Int32 = 1) {
    self.sentences = [sentence]
    self.status = status
  }

  init(all sentences: [String]) {
    self.sentences = sentences
    self.status = 1
  }

  init(_ refusal: Refusal) {
    sentences = [refusal.sentence] + refusal.details
    status = refusal.kind == .wrongUsage ? 2 : 1
  }

  init(_ faults: [Fault]) {
    sentences = faults.map(\.description)
    status = 1
  }

  /// Said already on standard output, as by `kith status`.
  static let silent = Failure(all: [])
}
