internal import Messages

/// Addresses as they come, in the one form ours are kept in.
enum AddressForm {
  /// E.164 or a lower-case mail address; nil for anything else, as a short code.
  static func normalised(_ text: String, country: String) -> String? {
    if text.contains("@") { return try? EmailAddress.normalise(text) }
    return try? PhoneNumber.normalise(text, country: country)
  }
}
