import Messages
import Testing

@Suite struct `A telephone number` {
  @Test(arguments: [
    ("+15005550006", "US", "+15005550006"), ("(500) 555-0006", "US", "+15005550006"),
    ("1 500 555 0006", "US", "+15005550006"), ("500.555.0006", "CA", "+15005550006"),
    ("tel:+1-500-555-0006", "DE", "+15005550006"), ("011 44 20 7946 0958", "US", "+442079460958"),
    ("020 7946 0958", "GB", "+442079460958"), ("+44 (0)20 7946 0958", "US", "+442079460958"),
    ("07700 900123", "GB", "+447700900123"), ("0044 7700 900123", "DE", "+447700900123"),
    ("0171 1234567", "DE", "+491711234567"), ("+49 30 901820", "US", "+4930901820"),
    ("06 12 34 56 78", "FR", "+33612345678"), ("8 912 345-67-89", "RU", "+79123456789"),
    ("06 30 123 4567", "HU", "+36301234567"), ("312 345 6789", "IT", "+393123456789"),
    ("06 6982 1234", "IT", "+390669821234"), ("0412 345 678", "AU", "+61412345678"),
    ("0011 1 500 555 0006", "AU", "+15005550006"), ("021 123 4567", "NZ", "+64211234567"),
    ("098765 43210", "IN", "+919876543210"), ("+91 98765 43210", "US", "+919876543210"),
    ("(11) 91234-5678", "BR", "+5511912345678"), ("０９０－１２３４－５６７８", "JP", "+819012345678"),
    ("٠١٢٣٤٥٦٧٨٩٠", "EG", "+201234567890"),
    (" +1\u{00A0}500\u{2011}555\u{2011}0006 ", "US", "+15005550006"),
    ("\u{202A}+15005550006\u{202C}", "US", "+15005550006"),
    ("+353 87 123 4567", "US", "+353871234567"),
    ("087 123 4567", "ie", "+353871234567"), ("+7 727 123 4567", "US", "+77271234567"),
  ])
  func `is read as people write it`(typed: String, country: String, expected: String) throws {
    #expect(try PhoneNumber.normalise(typed, country: country) == expected)
    #expect(try PhoneNumber.normalise(expected, country: country) == expected)
  }

  @Test(arguments: [
    ("391 234 5678", "IT", "+393912345678"), ("53 12 34 56", "CU", "+5353123456"),
    ("271 234 567", "ZA", "+27271234567"), ("0 4931 12345", "DE", "+49493112345"),
  ])
  func `may begin like its country's calling code`(
    typed: String, country: String, expected: String
  ) throws {
    #expect(try PhoneNumber.normalise(typed, country: country) == expected)
  }

  @Test(arguments: [
    ("", "US"), ("abc", "US"), ("555-0006", "US"), ("+1 500 555 000", "US"),
    ("+1 500 555 00066", "US"), ("+999 123 456 789", "US"), ("12345", "US"), ("call me", "US"),
    ("500 555 0006 x12", "US"), ("+15005550006+1", "US"), ("++15005550006", "US"),
    ("+0 123456789", "US"), ("0", "DE"), ("+", "US"), ("123456789012345678901", "US"),
    ("=+15005550006", "US"), ("0000000000", "GB"), ("0012345", "EE"), ("00 12 345", "LU"),
    // As a spreadsheet leaves them.
    ("393123456789", "IT"), ("43664123456", "AT"), ("31612345678", "NL"), ("972502345678", "IL"),
    ("381601234567", "RS"), ("4930123456", "DE"), ("35227123456", "LU"), ("376312345", "AD"),
    ("9592123456", "MM"), ("6432345678", "NZ"), ("8222123456", "KR"), ("5351234567", "CU"),
    ("500 555 0006 ext. 12", "US"), ("(500) 555-0006#12", "US"), ("+15005550006;ext=3", "US"),
    ("+1 500 555 0006 / 7", "US"), ("011 15-1234-5678", "AR"), ("0 15 11 96123-4567", "BR"),
  ])
  func `that is none is refused in a sentence`(typed: String, country: String) {
    let fault = #expect(throws: AddressFault.self) {
      try PhoneNumber.normalise(typed, country: country)
    }
    #expect(fault?.sentence.contains("expected") == true, "\(fault?.sentence ?? "")")
  }

  @Test func `needs a country that exists`() {
    let fault = #expect(throws: AddressFault.self) {
      try PhoneNumber.normalise("5005550006", country: "XX")
    }
    #expect(fault?.sentence == "country \"XX\" is unknown; expected a code like US, GB or DE")
  }

  @Test(arguments: [
    ("+15005550006", "+1 500 555 0006"), ("+442079460958", "+44 207 946 0958"),
    ("+491711234567", "+49 171 123 4567"), ("+3725123456", "+372 512 3456"), ("x", "x"),
  ])
  func `is shown in groups`(number: String, expected: String) {
    #expect(PhoneNumber.readable(number) == expected)
  }
}

@Suite struct `An e-mail address` {
  @Test(arguments: [
    ("ann@example.org", "ann@example.org"), (" Ann@Example.ORG ", "ann@example.org"),
    ("Ann B <ann.b@example.org>", "ann.b@example.org"), ("mailto:a+b@x.co.uk", "a+b@x.co.uk"),
    ("o'neil@example.org", "o'neil@example.org"), ("jörg@müller.de", "jörg@müller.de"),
    ("a@b.c", "a@b.c"), ("x_1-2@sub.example.org", "x_1-2@sub.example.org"),
  ])
  func `is read as people write it`(typed: String, expected: String) throws {
    #expect(try EmailAddress.normalise(typed) == expected)
  }

  @Test(arguments: [
    "", "ann", "ann@", "@example.org", "ann@example", "ann@@example.org", "a b@example.org",
    "ann@example..org", ".ann@example.org", "ann.@example.org", "an..n@example.org",
    "ann@-example.org", "ann@example.org.", "ann@1.2.3.4", "ann@[1.2.3.4]", "\"a\"@example.org",
    "ann@exa mple.org", "ann@example.org\r\nBcc: x@y.z", "ann,ben@example.org",
    "ann@exam\u{200B}ple.org", "ann@example_.org",
  ])
  func `that is none is refused in a sentence`(typed: String) {
    let fault = #expect(throws: AddressFault.self) { try EmailAddress.normalise(typed) }
    #expect(fault?.sentence.contains("expected one like ann@example.org") == true)
  }

  @Test func `is limited in length`() {
    let long = String(repeating: "a", count: 65) + "@example.org"
    #expect(throws: AddressFault.self) { try EmailAddress.normalise(long) }
  }
}

@Suite struct `A text on a telephone` {
  @Test(arguments: [
    ("", SMSText.Encoding.gsm7, 0, 1), ("Hello", .gsm7, 5, 1), ("[€]", .gsm7, 6, 1),
    (String(repeating: "a", count: 160), .gsm7, 160, 1),
    (String(repeating: "a", count: 161), .gsm7, 161, 2),
    (String(repeating: "a", count: 306), .gsm7, 306, 2),
    (String(repeating: "a", count: 307), .gsm7, 307, 3),
    (String(repeating: "a", count: 152) + "€" + String(repeating: "a", count: 152), .gsm7, 306, 3),
    ("ł", .ucs2, 1, 1), (String(repeating: "ł", count: 70), .ucs2, 70, 1),
    (String(repeating: "ł", count: 71), .ucs2, 71, 2), ("\u{1F600}", .ucs2, 2, 1),
    (
      String(repeating: "ł", count: 66) + "\u{1F600}" + String(repeating: "ł", count: 66), .ucs2,
      134, 3
    ),
    ("Grüße à Ñandú", .ucs2, 13, 1), ("Grüße à Ñ", .gsm7, 9, 1),
  ])
  func `is counted as a gateway sends it`(
    text: String, encoding: SMSText.Encoding, units: Int, segments: Int
  ) {
    let measure = SMSText.measure(text)
    #expect(measure.encoding == encoding)
    #expect(measure.units == units)
    #expect(measure.segments == segments)
  }

  @Test(arguments: [
    ("“Don’t – stop…”", "\"Don't - stop...\""), ("a\u{00A0}b\u{200B}c", "a bc"), ("plain", "plain"),
    ("café €5 \u{1F600}", "café €5 \u{1F600}"), ("½ • x", "1/2 * x"),
    ("نمی\u{200C}خواهم", "نمی\u{200C}خواهم"), ("क्\u{200D}ष", "क्\u{200D}ष"), ("a\u{200C}b", "ab"),
  ])
  func `is folded where nothing is lost`(text: String, expected: String) {
    #expect(SMSText.folded(text) == expected)
  }

  @Test func `names the characters that cost`() {
    #expect(SMSText.forcingUCS2("aś€śb\u{1F600}") == ["ś", "\u{1F600}"])
  }
}
