/// One rendered message on its way to one address: what a gateway needs to build its request.
package struct OutgoingMessage: Hashable, Sendable {
  package var id: MessageID
  /// From 1; each try at a gateway counts.
  package var attempt: Int
  package var channel: Channel
  /// E.164 for `sms` and `voice`, an RFC 5322 addr-spec for `email`, else as the messenger has it.
  package var to: String
  package var text: String
  /// Only for `email`.
  package var subject: String?
  /// Names this message to a provider and to nobody else; the same over all attempts, so that it
  /// serves as idempotency key, as echo reference, and in the callback URL. 16 lower-case letters
  /// and digits.
  package var reference: String
  /// For `email`: the reference of the message this one belongs under in the reader's thread.
  package var threadReference: String?
  /// For `email`: where one click ends these messages (RFC 8058), an absolute https URL.
  package var unsubscribeURL: String?
  /// Seconds after which the provider need not deliver any more; nil when it does not matter.
  package var validSeconds: Int?

  package init(
    id: MessageID, attempt: Int, channel: Channel, to: String, text: String,
    subject: String? = nil, reference: String, threadReference: String? = nil,
    unsubscribeURL: String? = nil, validSeconds: Int? = nil
  ) {
    self.id = id
    self.attempt = attempt
    self.channel = channel
    self.to = to
    self.text = text
    self.subject = subject
    self.reference = reference
    self.threadReference = threadReference
    self.unsubscribeURL = unsubscribeURL
    self.validSeconds = validSeconds
  }
}
