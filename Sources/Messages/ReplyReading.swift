/// What a reply means: the answer of `kith reply read`, and what the check-in decides on.
package struct ReplyReading: Hashable, Sendable {
  package enum Intent: String, Sendable, CaseIterable {
    case answer, stop, start, help, crisis, talk, slip, pause, resume, less, more, quiet, snooze
    case skip, tip, who, thanks, share, wrong, ack, handback, away, unknown
  }

  package var intent: Intent
  /// What else the same text says: a STOP with a cry for help is both, and both take effect.
  package var also: [Intent]
  /// The answer's value as the question has it ("7", "yes", "tea"), the alert code of an
  /// acknowledgement ("1" for `A1`, nil for a bare ok), the span of a pause ("3d"), or nil.
  package var value: String?
  /// The words that decided it, for whoever asks why; never logged.
  package var match: String
  /// Only with `crisis`: the words and numbers that fit.
  package var card: CrisisCard?
  /// A telephone or its network wrote it, and nobody need have seen our message.
  package var isAutomatic: Bool

  package init(
    _ intent: Intent, also: [Intent] = [], value: String? = nil, match: String = "",
    card: CrisisCard? = nil, isAutomatic: Bool = false
  ) {
    self.intent = intent
    self.also = also
    self.value = value
    self.match = match
    self.card = card
    self.isAutomatic = isAutomatic
  }

  package func says(_ wanted: Intent) -> Bool { intent == wanted || also.contains(wanted) }
}

/// The form of a question, which decides what an answer looks like.
package enum Question: Hashable, Sendable, Codable {
  case yesNo
  /// Whole numbers from `from` to `to`, both included.
  case scale(from: Int, to: Int)
  /// One of the listed words, or its number from 1.
  case choice([String])
  case text
}
