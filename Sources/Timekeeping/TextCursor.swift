/// A position in ASCII text that is being read; reading never goes past the end.
struct TextCursor {
  let bytes: [UInt8]
  var position = 0

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }
  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  func peek(ahead distance: Int) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  /// Takes one character when it is this one.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = peek, UInt32(byte) == character.value else { return false }
    position += 1
    return true
  }

  /// Takes exactly this word, case for case.
  mutating func take(word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard bytes.count - position >= wanted.count,
      bytes[position..<position + wanted.count].elementsEqual(wanted)
    else { return false }
    position += wanted.count
    return true
  }

  /// A number without sign of `digits` places; nil (and nothing taken) when there is none.
  mutating func number(digits: ClosedRange<Int> = 1...9) -> Int? {
    var value = 0
    var end = position
    while end < bytes.count, end - position < digits.upperBound, bytes[end].isDigit {
      value = value * 10 + Int(bytes[end] - 48)
      end += 1
    }
    guard end - position >= digits.lowerBound else { return nil }
    position = end
    return value
  }

  /// Goes to the last of zeros before other digits, as strtoul(3) does.
  mutating func skipLeadingZeros() {
    while peek == 48, peek(ahead: 1)?.isDigit == true { position += 1 }
  }

  mutating func skipSpaces() {
    while peek == 32 { position += 1 }
  }

  /// Letters from here on.
  mutating func letters() -> String {
    let start = position
    while let byte = peek, byte.isLetter { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  var rest: String {
    String(decoding: bytes[min(position, bytes.count)...], as: UTF8.self)
  }
}

extension UInt8 {
  var isDigit: Bool { self >= 48 && self <= 57 }
  var isLetter: Bool { (self >= 65 && self <= 90) || (self >= 97 && self <= 122) }
}

/// A number with leading zeros, as dates and times are written.
func padded(_ value: Int, _ places: Int = 2) -> String {
  let digits = String(value.magnitude)
  let zeros = String(repeating: "0", count: max(0, places - digits.count))
  return (value < 0 ? "-" : "") + zeros + digits
}

/// Quotient rounded towards minus infinity.
@inline(__always)
func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}
