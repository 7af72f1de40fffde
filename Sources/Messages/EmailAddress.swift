/// E-mail addresses as people type them.
package enum EmailAddress {
  /// The addr-spec (RFC 5322, 3.4.1) in lower case, without `mailto:`, name and angle brackets.
  ///
  /// Quoted local parts, comments and address literals are refused: nobody has one, and each is a
  /// way to say something else than it seems. Limits of RFC 5321, 4.5.3.1: 64 octets before the
  /// `@`, 254 in all. Letters beyond ASCII are taken as typed (RFC 6531).
  package static func normalise(_ typed: String) throws(AddressFault) -> String {
    var text = trimmed(typed)
    if text.lowercased().hasPrefix("mailto:") { text = text.dropFirst(7) }
    if text.hasSuffix(">"), let open = text.lastIndex(of: "<") {
      text = text[text.index(after: open)...].dropLast()
    }
    let address = text.lowercased()
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, address.utf8.count <= 254, isLocalPart(parts[0]), isDomain(parts[1])
    else {
      throw AddressFault(
        "e-mail address \"\(typed.prefix(60))\" is not one: expected one like ann@example.org")
    }
    return address
  }

  private static func trimmed(_ text: String) -> Substring {
    var rest = text[...]
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return rest
  }

  private static func isLocalPart(_ part: Substring) -> Bool {
    guard (1...64).contains(part.utf8.count) else { return false }
    return part.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.unicodeScalars.allSatisfy(isAtomText)
    }
  }

  private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    case let other where other.isASCII: "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(other)
    default: isInternational(scalar)
    }
  }

  private static func isDomain(_ part: Substring) -> Bool {
    let labels = part.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, part.utf8.count <= 253 else { return false }
    guard labels[labels.count - 1].contains(where: { !$0.isNumber }) else { return false }
    return labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.unicodeScalars.allSatisfy(isLabelText)
    }
  }

  private static func isLabelText(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "0"..."9", "-": true
    case let other where other.isASCII: false
    default: isInternational(scalar)
    }
  }

  /// A letter, mark or digit beyond ASCII; never a blank, a control or an invisible character.
  private static func isInternational(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return properties.isAlphabetic || properties.generalCategory == .nonspacingMark
      || properties.generalCategory == .decimalNumber
  }
}
