/// What addresses of one messenger look like, as its provider's definition says.
package struct ChatAddressForm: Hashable, Sendable {
  package var channel: Channel
  /// Shown where another was expected.
  package var example: String
  /// A number without sign and leading zero, of at most 18 digits.
  package var isNumber: Bool
  /// What every address begins with; empty: anything.
  package var start: String

  package init(channel: Channel, example: String, isNumber: Bool = false, start: String = "") {
    self.channel = channel
    self.example = example
    self.isNumber = isNumber
    self.start = start
  }

  /// The address without the messenger's name before it (`telegram:123`), otherwise as it was
  /// typed: messengers tell small letters from capitals.
  package func normalise(_ typed: String) throws(AddressFault) -> String {
    let named = channel.rawValue + ":"
    var address = typed.filter { !$0.isWhitespace }[...]
    if address.hasPrefix(named) { address = address.dropFirst(named.utf8.count) }
    guard fits(address) else {
      throw AddressFault(
        "\(channel.rawValue) address \"\(typed.prefix(60))\" is not one: expected one like "
          + "\(named)\(example)")
    }
    return String(address)
  }

  private func fits(_ address: Substring) -> Bool {
    guard address.hasPrefix(start), address.utf8.count > start.utf8.count,
      address.utf8.count <= 255,
      address.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { return false }
    guard isNumber else { return true }
    return address.utf8.count <= 18 && address.utf8.first != UInt8(ascii: "0")
      && address.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
