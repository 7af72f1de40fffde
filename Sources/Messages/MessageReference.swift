/// What a message is called before providers: 16 lower-case letters and digits, of which eleven
/// tell its id and five cannot be guessed.
///
/// So a receipt that carries it finds its message without an index. Who uses an id found here
/// compares the whole reference with the message's own.
package enum MessageReference {
  /// Without letters that are read wrongly (Crockford's base 32).
  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
  private static let values = {
    var values = [UInt8](repeating: 32, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()
  private static let idSymbols = 11
  private static let randomSymbols = 5
  /// An id's node stands above its rising number (DESIGN.md, decision E); 46 bits of that number
  /// are enough for 10,000 ids a second over two centuries.
  private static let nodeShift = 54
  private static let numberBits = 46
  private static let numberMask: UInt64 = (1 << 46) - 1

  /// - Parameter random: of which 25 bits are used.
  package static func text(of id: MessageID, random: UInt64) -> String {
    let raw = UInt64(bitPattern: id.rawValue)
    let number = raw & numberMask
    var text: [UInt8] = []
    text.reserveCapacity(idSymbols + randomSymbols)
    append(((raw >> nodeShift) << numberBits) | number, idSymbols, to: &text)
    append(random, randomSymbols, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private static func append(_ bits: UInt64, _ symbols: Int, to text: inout [UInt8]) {
    for place in (0..<symbols).reversed() {
      text.append(alphabet[Int((bits >> (5 * UInt64(place))) & 31)])
    }
  }

  /// The id it tells, whether or not there is such a message; nil for what is no reference.
  package static func id(in text: String) -> MessageID? {
    guard text.utf8.count == idSymbols + randomSymbols else { return nil }
    var bits: UInt64 = 0
    for letter in text.utf8.prefix(idSymbols) {
      let value = values[Int(letter)]
      guard value < 32 else { return nil }
      bits = (bits << 5) | UInt64(value)
    }
    let number = bits & numberMask
    return MessageID(rawValue: Int64(bitPattern: ((bits >> numberBits) << nodeShift) | number))
  }
}
