/// Something a person sent to us, as a gateway handed it over.
package struct IncomingReply: Hashable, Sendable {
  package var channel: Channel
  /// The provider's id: the same gateway and id twice is one reply.
  package var providerID: String
  /// The sender's address, normalised (E.164, or a lower-case addr-spec), or as it came where that
  /// fails.
  package var from: String
  package var to: String?
  package var text: String
  /// What stands where signatures do: the sender's own too, and read for a cry for help alone.
  package var aside: String
  /// When the provider got it, in milliseconds since 1970; nil when it does not say.
  package var sentAtMilliseconds: Int64?
  /// The reference of our message it answers, where the road carries one.
  package var inReplyTo: String?
  /// Written by a machine (RFC 3834): recorded, and never taken for a person.
  package var automatic: Bool
  /// A mail system wrote it: its own words, and often ours once more, are no call for help.
  package var isFromMailSystem = false
  /// The provider's own word that the person opted out or in with this reply (Twilio's
  /// `OptOutType`).
  package var optOutType: String?

  package init(
    channel: Channel, providerID: String, from: String, to: String? = nil, text: String,
    aside: String = "", sentAtMilliseconds: Int64? = nil, inReplyTo: String? = nil,
    automatic: Bool = false,
    optOutType: String? = nil
  ) {
    self.channel = channel
    self.providerID = providerID
    self.from = from
    self.to = to
    self.text = text
    self.aside = aside
    self.sentAtMilliseconds = sentAtMilliseconds
    self.inReplyTo = inReplyTo
    self.automatic = automatic
    self.optOutType = optOutType
  }
}
