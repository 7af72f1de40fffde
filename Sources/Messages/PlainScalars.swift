import Foundation

/// Text brought down to what it says: compatibility forms decomposed (NFKD, Unicode TR 15),
/// accents, invisible and direction characters dropped, look-alikes of Latin letters replaced.
///
/// Applied to replies and to phrase lists alike, so the two always meet.
enum PlainScalars {
  enum Kind { case letter, digit, apostrophe, pictograph, blank, lineEnd, mark }

  static func of(_ text: String) -> String.UnicodeScalarView {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.unicodeScalars }
    var result = String.UnicodeScalarView()
    let isComposed = text.unicodeScalars.contains { !isSimple($0) }
    let scalars = isComposed ? text.decomposedStringWithCompatibilityMapping : text
    for scalar in scalars.unicodeScalars {
      if let plain = plain(scalar) { result.append(plain) }
    }
    return result
  }

  /// Known to have no decomposition: ASCII, curly quotes, dashes, and most emoji.
  private static func isSimple(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x80, 0x2010, 0x2012...0x2014, 0x2018...0x201F, 0x200D, 0xFE0F: true
    case 0x1F300...0x1FAFF, 0x2600...0x27BF: true
    default: false
    }
  }

  static func kind(of scalar: Unicode.Scalar) -> Kind {
    switch scalar {
    case "a"..."z", "A"..."Z": .letter
    case "0"..."9": .digit
    case " ", "\t", "_": .blank
    case "\n", "\r", "\u{2028}", "\u{2029}", "\u{85}": .lineEnd
    case "'": .apostrophe
    case let other where other.isASCII: .mark
    default: kindBeyondASCII(scalar)
    }
  }

  static func isUpper(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? (65...90).contains(scalar.value) : scalar.properties.isUppercase
  }

  static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.isASCII {
      return (65...90).contains(scalar.value)
        ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
    }
    let mapped = scalar.properties.lowercaseMapping.unicodeScalars
    return mapped.first ?? scalar
  }

  /// Nil for what cannot be seen.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    if scalar.isASCII { return scalar }
    switch scalar.value {
    case 0x300...0x36F, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0x1F3FB...0x1F3FF: return nil
    case 0x2018...0x201B, 0x2032, 0x02B9...0x02BC, 0x00B4: return "'"
    case 0x1F150...0x1F169: return letter(scalar.value - 0x1F150)
    case 0x1F170...0x1F189: return letter(scalar.value - 0x1F170)
    case 0x1F1E6...0x1F1FF: return letter(scalar.value - 0x1F1E6)
    case 0x2044, 0x2215: return "/"
    case 0x2010...0x2015, 0x2212: return "-"
    default: break
    }
    if scalar.properties.isDefaultIgnorableCodePoint
      || scalar.properties.generalCategory == .format
    {
      return nil
    }
    if scalar.properties.generalCategory == .decimalNumber,
      let value = scalar.properties.numericValue
    {
      return Unicode.Scalar(UInt8(48 + Int(value) % 10))
    }
    return Lookalikes.table[scalar] ?? scalar
  }

  private static func letter(_ index: UInt32) -> Unicode.Scalar {
    Unicode.Scalar(UInt8(97 + index % 26))
  }

  private static func kindBeyondASCII(_ scalar: Unicode.Scalar) -> Kind {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .letterNumber:
      .letter
    case .decimalNumber: .digit
    case .spaceSeparator, .control: .blank
    case .otherSymbol: .pictograph
    default: .mark
    }
  }
}

/// Small capitals, and Cyrillic and Greek letters that look like Latin ones.
enum Lookalikes {
  static let table: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
    uniqueKeysWithValues: zip(fakes.unicodeScalars, letters.unicodeScalars).map { ($0, $1) })

  private static let fakes =
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢаеорсухіјѕһԁАВЕКМНОРСТУХІЈЅткмвнαορτικεΑΒΕΖΗΙΚΜΝΟΡΤΥΧı"
  private static let letters =
    "abcdefghijklmnoprstuvwyzaeopcyxijshdABEKMHOPCTYXIJStkmbhaoptikeABEZHIKMNOPTYXi"
}
