/// What must be known of the sender and the moment to read a reply.
package struct ReplyContext: Hashable, Sendable {
  package enum Standing: String, Sendable {
    /// Asked whether they want messages, and has not said.
    case invited
    case active
    /// Stopped the messages to this address.
    case optedOut
  }

  /// BCP 47 tags of the sender; English is always read as well.
  package var locales: [String]
  /// The newest open question on the channel the reply came by, or nil.
  package var question: Question?
  /// The sender has an open question of their own, on this channel or another.
  package var hasOpenQuestion: Bool
  /// Open alerts whose notices went to the sender.
  package var openAlerts: Int
  package var standing: Standing

  package init(
    locales: [String] = ["en"], question: Question? = nil, hasOpenQuestion: Bool? = nil,
    openAlerts: Int = 0, standing: Standing = .active
  ) {
    self.locales = locales
    self.question = question
    self.hasOpenQuestion = hasOpenQuestion ?? (question != nil)
    self.openAlerts = openAlerts
    self.standing = standing
  }
}
