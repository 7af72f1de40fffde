/// Characters that word processors and keyboards put in, and the plain ones that say the same.
enum TypographicFold {
  static let table: [Unicode.Scalar: String] = {
    var table: [Unicode.Scalar: String] = [:]
    for (plain, fancy) in groups {
      for scalar in fancy.unicodeScalars { table[scalar] = plain }
    }
    return table
  }()

  /// Whether it is of a script in whose words a non-joiner is spelling: Arabic to Sinhala, which no
  /// table of seven bits holds anyway.
  static func joins(_ scalar: Unicode.Scalar) -> Bool { (0x0600...0x0DFF).contains(scalar.value) }

  private static let groups: [(String, String)] = [
    (
      "'",
      "\u{2018}\u{2019}\u{201A}\u{201B}\u{2032}\u{02BC}\u{02B9}\u{00B4}\u{0060}\u{2039}\u{203A}"
    ),
    ("\"", "\u{201C}\u{201D}\u{201E}\u{201F}\u{2033}\u{00AB}\u{00BB}\u{02BA}"),
    ("-", "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{2043}"),
    ("...", "\u{2026}"),
    (" ", "\u{00A0}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}"),
    (" ", "\u{2009}\u{200A}\u{202F}\u{205F}\u{3000}\t"),
    ("", "\u{200B}\u{200C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}"),
    ("", "\u{00AD}\u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\u{FEFF}"),
    ("*", "\u{2022}\u{2023}\u{25CF}\u{25E6}\u{2219}\u{00B7}"),
    ("/", "\u{2044}\u{2215}"),
    ("<-", "\u{2190}"), ("->", "\u{2192}"),
    ("TM", "\u{2122}"), ("1/2", "\u{00BD}"), ("1/4", "\u{00BC}"), ("3/4", "\u{00BE}"),
  ]
}
