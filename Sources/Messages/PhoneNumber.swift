/// Telephone numbers as people type them.
package enum PhoneNumber {
  /// The number in E.164 form (`+15005550006`), read as somebody in `country` would dial it.
  ///
  /// Takes spaces, dots, dashes, slashes, brackets, `(0)`, a `tel:` scheme, exit and trunk
  /// prefixes, and digits of any script. `country` is an ISO 3166-1 code. Only the count of digits
  /// is checked: numbering plans change faster than programs.
  package static func normalise(
    _ typed: String, country: String
  ) throws(AddressFault) -> String {
    guard let home = CountryTable.byRegion[country.uppercased()] else {
      throw AddressFault("country \"\(country)\" is unknown; expected a code like US, GB or DE")
    }
    let (digits, isInternational) = try dialled(typed)
    if isInternational { return try international(digits, typed) }
    if digits.hasPrefix(home.exit), digits.utf8.count > home.exit.utf8.count + 6,
      let number = try? international(digits.dropFirst(home.exit.utf8.count), typed)
    {
      return number
    }
    // Behind an exit prefix is no national number.
    let leaves = home.exit == "00" && digits.hasPrefix("00")
    guard !leaves, let national = national(digits, home) else {
      throw AddressFault(
        "telephone number \"\(typed)\" is not one of \(home.region): expected "
          + "\(expected(home)), or + and the calling code first")
    }
    if national == digits, home.isAmbiguous(digits) {
      throw AddressFault(
        "telephone number \"\(typed)\" may begin with the calling code \(home.callingCode) or not: "
          + "expected +\(home.callingCode) first")
    }
    return "+" + home.callingCode + national
  }

  /// `country` is an ISO 3166-1 code.
  package static func knows(country: String) -> Bool { CountryTable.byRegion[country] != nil }

  /// An E.164 number in groups, for people to read: `+1 500 555 0006`.
  package static func readable(_ number: String) -> String {
    guard number.hasPrefix("+"), let country = country(of: number) else { return number }
    let national = Array(number.dropFirst(1 + country.callingCode.utf8.count))
    var groups = ["+" + country.callingCode]
    var start = 0
    while start < national.count {
      let left = national.count - start
      let size = left <= 4 ? left : (left == 5 ? 2 : 3)
      groups.append(String(national[start..<start + size]))
      start += size
    }
    return groups.joined(separator: " ")
  }

  /// The main country of an E.164 number's calling code (`US` for all of +1), or nil.
  package static func region(of number: String) -> String? { country(of: number)?.region }

  private static func country(of number: String) -> CountryNumbering? {
    let digits = number.drop { $0 == "+" }
    for length in 1...3 {
      if let found = CountryTable.byCallingCode[String(digits.prefix(length))]?.first {
        return found
      }
    }
    return nil
  }

  /// The digits alone, and whether a `+` stood before them.
  private static func dialled(_ typed: String) throws(AddressFault) -> (Substring, Bool) {
    var digits = ""
    var plus = false
    var rest = typed[...]
    if rest.lowercased().hasPrefix("tel:") { rest = rest.dropFirst(4) }
    for scalar in rest.replacing("(0)", with: "").unicodeScalars {
      if let digit = digit(scalar) {
        digits.append(digit)
      } else if scalar == "+" || scalar == "\u{FF0B}" {
        guard digits.isEmpty, !plus else { throw unreadable(typed) }
        plus = true
      } else if !isSeparator(scalar) {
        throw unreadable(typed)
      }
    }
    guard !digits.isEmpty, digits.utf8.count <= 20 else { throw unreadable(typed) }
    return (digits[...], plus)
  }

  private static func unreadable(_ typed: String) -> AddressFault {
    AddressFault(
      "telephone number \"\(typed.prefix(40))\" is not a number: expected digits, "
        + "like +15005550006")
  }

  private static func digit(_ scalar: Unicode.Scalar) -> Character? {
    if case "0"..."9" = scalar { return Character(scalar) }
    guard scalar.properties.generalCategory == .decimalNumber,
      let value = scalar.properties.numericValue
    else { return nil }
    return String(Int(value)).first
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .spaceSeparator, .dashPunctuation, .format, .control: true
    default: "().-/·\u{2212}".unicodeScalars.contains(scalar)
    }
  }

  private static func international(
    _ digits: Substring, _ typed: String
  ) throws(AddressFault) -> String {
    for length in 1...3 {
      let code = String(digits.prefix(length))
      guard let countries = CountryTable.byCallingCode[code] else { continue }
      for country in countries {
        if let national = national(digits.dropFirst(length), country) {
          return "+" + code + national
        }
      }
      let first = countries[0]
      throw AddressFault(
        "telephone number \"\(typed)\" has a wrong count of digits after +\(code): "
          + "expected \(expected(first))")
    }
    throw AddressFault(
      "telephone number \"\(typed)\" begins with no country's calling code: "
        + "expected one like +15005550006")
  }

  /// The digits after the calling code, or nil where their count fits nowhere in the country.
  private static func national(
    _ digits: Substring, _ country: CountryNumbering
  ) -> Substring? {
    var bare = digits
    if !country.trunk.isEmpty, digits.hasPrefix(country.trunk) {
      bare = digits.dropFirst(country.trunk.utf8.count)
      // No country's numbers begin with its own trunk digit 0.
      if country.trunk == "0", bare.hasPrefix("0") { return nil }
      if country.allows(bare) { return bare }
      if country.trunk == "0" { return nil }
    }
    return country.allows(digits) ? digits : nil
  }

  private static func expected(_ country: CountryNumbering) -> String {
    let counts = country.lengths.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)"
    }
    return counts.joined(separator: " or ") + " digits"
  }
}
