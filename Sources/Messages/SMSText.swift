/// What a text is on a telephone: its encoding, how many units it takes, and in how many pieces.
package enum SMSText {
  /// 3GPP TS 23.038: the 7-bit default alphabet with its extension table, or UCS-2.
  package enum Encoding: String, Sendable {
    case gsm7 = "GSM-7"
    case ucs2 = "UCS-2"
  }

  package struct Measure: Hashable, Sendable {
    package var encoding: Encoding
    /// The national table that keeps the text out of UCS-2, where one does.
    package var table: ShiftTable?
    /// Septets for GSM-7 (an extension character takes two), UTF-16 units for UCS-2.
    package var units: Int
    /// Messages on the wire; 1 for an empty text.
    package var segments: Int
    /// Units that still fit into the last segment.
    package var left: Int

    /// `GSM-7`, `GSM-7 with the Turkish table`, `UCS-2`.
    package var name: String {
      encoding.rawValue + (table.map { " with the \($0.rawValue.capitalised) table" } ?? "")
    }
  }

  /// Counts `text` as a gateway sends it: 160 or 70 units alone, 153 or 67 in each of several
  /// (six octets go to the concatenation header). Nothing that belongs together is split: not an
  /// escape and its character, not a surrogate pair.
  ///
  /// - Parameter tables: national tables that the gateway can send with, the preferred one first;
  ///   one is used only where it saves from UCS-2. Naming it takes three octets more of a header:
  ///   155 septets alone, 149 in each of several (3GPP TS 23.040, 9.2.3.24.15).
  package static func measure(_ text: String, tables: [ShiftTable] = []) -> Measure {
    if let sizes = GSM7.sizes(of: text) {
      return count(sizes, encoding: .gsm7, alone: 160, joined: 153)
    }
    for table in tables {
      guard let sizes = GSM7.sizes(of: text, shifted: table) else { continue }
      var measure = count(sizes, encoding: .gsm7, alone: 155, joined: 149)
      measure.table = table
      return measure
    }
    let sizes = text.unicodeScalars.map { $0.value > 0xFFFF ? 2 : 1 }
    return count(sizes, encoding: .ucs2, alone: 70, joined: 67)
  }

  /// `text` with typographic characters replaced by plain ones wherever nothing is lost (curly
  /// quotes, dashes, ellipses, odd blanks), and invisible ones dropped.
  package static func folded(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x60 && $0 != 0x09 }) else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    var before: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { before = scalar }
      if scalar.value < 0x80, scalar != "`", scalar != "\t" {
        result.append(UInt8(scalar.value))
      } else if scalar == "\u{200C}", TypographicFold.joins(before) {
        result += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      } else if let plain = TypographicFold.table[scalar] {
        result += plain.utf8
      } else {
        result += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The characters that force UCS-2, each once, in order of first appearance.
  package static func forcingUCS2(_ text: String) -> [Character] {
    var seen: Set<Character> = []
    return text.filter { character in
      GSM7.sizes(of: String(character)) == nil && seen.insert(character).inserted
    }.map(\.self)
  }

  private static func count(
    _ sizes: [Int], encoding: Encoding, alone: Int, joined: Int
  ) -> Measure {
    let units = sizes.reduce(0, +)
    guard units > alone else {
      return Measure(encoding: encoding, units: units, segments: 1, left: alone - units)
    }
    var segments = 1
    var used = 0
    for size in sizes {
      if used + size > joined {
        segments += 1
        used = 0
      }
      used += size
    }
    return Measure(encoding: encoding, units: units, segments: segments, left: joined - used)
  }
}

extension String {
  /// With a capital first; for names in ASCII.
  fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
