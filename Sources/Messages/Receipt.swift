/// What a provider says later about a message it accepted.
package struct Receipt: Hashable, Sendable {
  /// In the order states may move; `delivered` goes back only to `undelivered`, only for e-mail.
  package enum State: String, Sendable, CaseIterable {
    case queued, sent, delivered, undelivered, failed
  }

  /// The provider's id of the message, or nil when only `reference` names it.
  package var providerID: String?
  /// Our `OutgoingMessage.reference` where the provider echoes it.
  package var reference: String?
  package var state: State
  /// What the provider's error code means, where the definition maps it.
  package var meaning: Outcome.Kind?
  /// The provider's error code, or empty.
  package var error: String
  /// The provider's own id of this event, where it has one: the same event twice is one.
  package var eventID: String?

  package init(
    providerID: String? = nil, reference: String? = nil, state: State,
    meaning: Outcome.Kind? = nil, error: String = "", eventID: String? = nil
  ) {
    self.providerID = providerID
    self.reference = reference
    self.state = state
    self.meaning = meaning
    self.error = error
    self.eventID = eventID
  }
}
