/// Addresses as people type them, brought to the one form Kith stores and compares.
package enum Address {
  /// E.164 for `sms` and `voice`, a lower-case addr-spec for `email`, for a messenger what its form
  /// says.
  ///
  /// `country` is an ISO 3166-1 code: how a number without `+` is read. `chats` are the messengers
  /// there are.
  package static func normalise(
    _ typed: String, channel: Channel, country: String, chats: [ChatAddressForm] = []
  ) throws(AddressFault) -> String {
    switch channel {
    case .sms, .voice: try PhoneNumber.normalise(typed, country: country)
    case .email: try EmailAddress.normalise(typed)
    case .chat(let name):
      if let form = chats.first(where: { $0.channel == channel }) {
        try form.normalise(typed)
      } else {
        throw AddressFault("no provider is known that carries \(name)")
      }
    }
  }
}
