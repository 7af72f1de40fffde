/// A sum of money: what one segment of a message costs by the operator's contract, or several.
package struct SegmentPrice: Hashable, Sendable, CustomStringConvertible {
  /// Of the currency's unit.
  package let millionths: Int
  /// ISO 4217, as `USD`.
  package let currency: String

  /// Reads `0.0079 USD`; nil for anything else, for more than six decimals, and from 1000 on.
  package init?(_ text: String) { self.init(text, digits: 3) }

  /// A sum for a whole month: up to 999999.
  package init?(sum text: String) { self.init(text, digits: 6) }

  private init?(_ text: String, digits: Int) {
    let parts = text.split(separator: " ")
    guard parts.count == 2, parts[1].count == 3, parts[1].allSatisfy({ ("A"..."Z").contains($0) }),
      let millionths = Self.millionths(parts[0], digits)
    else { return nil }
    self.init(millionths: millionths, currency: String(parts[1]))
  }

  private init(millionths: Int, currency: String) {
    self.millionths = millionths
    self.currency = currency
  }

  private static func millionths(_ text: Substring, _ digits: Int) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isNumber = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    guard (1...2).contains(parts.count), isNumber, parts[0].count <= digits else { return nil }
    let decimals = parts.count == 2 ? parts[1] : ""
    guard decimals.count <= 6 else { return nil }
    return Int(parts[0] + decimals + String(repeating: "0", count: 6 - decimals.count))
  }

  /// How many segments this sum buys; nil where the price is nothing or in another currency.
  package func segments(at price: Self) -> Int? {
    guard price.currency == currency, price.millionths > 0 else { return nil }
    return millionths / price.millionths
  }

  package static func * (price: Self, segments: Int) -> Self {
    Self(millionths: price.millionths * segments, currency: price.currency)
  }

  /// `0.0158 USD`: at least two decimals, no zeros after them.
  package var description: String {
    var decimals = String(String(1_000_000 + millionths % 1_000_000).dropFirst())
    while decimals.count > 2, decimals.last == "0" { decimals.removeLast() }
    return "\(millionths / 1_000_000).\(decimals) \(currency)"
  }
}
