/// A message that a gateway sends to a number of the house's own, to see whether the road is whole.
package struct Canary: Hashable, Sendable {
  /// The template's name of such messages; they have a text of their own.
  package static let template = "canary"
  private static let words = "Line test "

  /// E.164: the gateway's own number or another gateway's, never a person's.
  package var to: String
  package var every: Duration
  /// Once taken, it is back within this, or the road is in doubt; at most `every`.
  package var within: Duration
  /// It comes back as a reply; else by its receipt.
  package var comesAsReply: Bool

  package init(to: String, every: Duration, within: Duration, comesAsReply: Bool) {
    self.to = to
    self.every = every
    self.within = within
    self.comesAsReply = comesAsReply
  }

  /// Says nothing of whose it is; the reference cannot be guessed.
  package static func text(_ reference: String) -> String { words + reference }

  /// The reference in a text that is a canary's and nothing else, though a provider may have put a
  /// few words before it (trial accounts); nil for anything that somebody may have written.
  package static func reference(in text: String) -> String? {
    let letters = Array(text.utf8)
    let length = words.utf8.count + 16
    guard (length...100).contains(letters.count) else { return nil }
    let own = letters.suffix(length)
    let reference = own.suffix(16)
    let isOne =
      own.starts(with: words.utf8)
      && reference.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
    return isOne ? String(decoding: reference, as: UTF8.self) : nil
  }
}
