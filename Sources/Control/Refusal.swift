/// Why something asked for was not done: one plain sentence for whoever asked.
package struct Refusal: Error, Hashable, Sendable, Codable {
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// No such person, check-in, alert, message, gateway or link.
    case unknown
    /// The caller may not.
    case notAllowed = "not_allowed"
    /// Not now: the mailbox is full, the database cannot write, or the daemon is stopping.
    case busy
    /// The request itself is wrong: a missing value, a time that is none, an unknown key.
    case wrongUsage = "wrong_usage"
    /// Well asked, and against a rule: the alert is closed already, the person said stop.
    case refused
  }

  package var kind: Kind
  /// What, with which value, and what was expected; without a line break.
  package var sentence: String
  /// One line each, where there is more than one fault (a roster's bad lines); else empty.
  package var details: [String]

  package init(_ kind: Kind, _ sentence: String, details: [String] = []) {
    self.kind = kind
    self.sentence = sentence
    self.details = details
  }
}
