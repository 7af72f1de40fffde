/// Addresses as people type them, brought to the one form Kith stores and compares.
package enum Address {
  /// E.164 for `sms` and `voice`, a lower-case addr-spec for `email`.
  ///
  /// `country` is an ISO 3166-1 code: how a number without `+` is read.
  package static func normalise(
    _ typed: String, channel: Channel, country: String
  ) throws(AddressFault) -> String {
    switch channel {
    case .sms, .voice: try PhoneNumber.normalise(typed, country: country)
    case .email: try EmailAddress.normalise(typed)
    }
  }
}
