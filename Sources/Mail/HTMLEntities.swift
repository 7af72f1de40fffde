/// Characters by their names and numbers (HTML, 13.5).
enum HTMLEntities {
  static func unescaped(_ text: Substring) -> String {
    let pieces = text.split(separator: "&", omittingEmptySubsequences: false)
    var result = String(pieces[0])
    for piece in pieces.dropFirst() {
      let name = piece.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") }
      if let character = character(name) {
        let rest = piece[name.endIndex...]
        result += character + (rest.first == ";" ? rest.dropFirst() : rest)
      } else {
        result += "&" + piece
      }
    }
    return result
  }

  private static func character(_ name: Substring) -> String? {
    guard name.first == "#" else { return named[String(name)] }
    let digits = name.dropFirst()
    let isHex = digits.first == "x" || digits.first == "X"
    let number = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return number.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }.map { String($0) }
  }

  private static let named: [String: String] = {
    var table = signs
    for (index, name) in latin.enumerated() {
      table[name] = Unicode.Scalar(UInt32(0xA0 + index)).map { String($0) }
    }
    return table
  }()

  private static let signs = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "rsquo": "’", "lsquo": "‘",
    "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "hellip": "…", "ndash": "–",
    "mdash": "—", "bull": "•", "euro": "€", "trade": "™", "lsaquo": "‹", "rsaquo": "›",
    "OElig": "Œ", "oelig": "œ", "Scaron": "Š", "scaron": "š", "Yuml": "Ÿ", "hearts": "♥",
    "zwnj": "\u{200C}", "zwj": "\u{200D}", "ensp": " ", "emsp": " ", "thinsp": " ",
  ]

  /// U+00A0 to U+00FF, in their order.
  private static let latin = """
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn \
    sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave \
    Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
    ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN \
    szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute \
    ucirc uuml yacute thorn yuml
    """.split(separator: " ").map { String($0) }
}
