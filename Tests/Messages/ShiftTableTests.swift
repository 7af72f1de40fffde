import Messages
import Testing

@Suite struct `A national table` {
  @Test(arguments: [
    (
      "Günaydın Ayşe, bugün nasılsın? Çok iyi, değil mi?", [ShiftTable.turkish],
      "GSM-7 with the Turkish table", 1
    ),
    (
      "¿Cómo estás, José? Aún no sé nada de ti.", [.turkish, .spanish],
      "GSM-7 with the Spanish table", 1
    ),
    (
      "Olá João, não é? Está tudo bem, avó?", ShiftTable.allCases,
      "GSM-7 with the Portuguese table", 1
    ),
    ("Günaydın Ayşe", [], "UCS-2", 1), ("Günaydın Ayşe", [.spanish], "UCS-2", 1),
    ("ğ日", ShiftTable.allCases, "UCS-2", 1), ("Hello {you}", ShiftTable.allCases, "GSM-7", 1),
  ])
  func `keeps a text out of UCS-2 where it helps`(
    _ text: String, _ tables: [ShiftTable], _ name: String, _ segments: Int
  ) {
    let measure = SMSText.measure(text, tables: tables)
    #expect(measure.name == name)
    #expect(measure.segments == segments)
  }

  /// 3GPP TS 23.040, 9.2.3.24.15: naming the table takes five septets of the first 160.
  @Test(arguments: [(153, 1, 0), (154, 2, 142), (147 + 149, 2, 0), (147 + 150, 3, 148)])
  func `takes room of its own`(_ plain: Int, _ segments: Int, _ left: Int) {
    let text = "ğ" + String(repeating: "a", count: plain)
    let measure = SMSText.measure(text, tables: [.turkish])
    #expect(measure.units == plain + 2)
    #expect((measure.segments, measure.left) == (segments, left))
  }

  @Test func `never parts an escape from its letter`() {
    let measure = SMSText.measure(
      String(repeating: "a", count: 148) + String(repeating: "ş", count: 10), tables: [.turkish])
    #expect(measure.segments == 2)
    #expect(measure.left == 149 - 20)
  }
}

@Suite struct `A price of a segment` {
  @Test(arguments: [
    ("0.0079 USD", 2, "0.0158 USD"), ("0.05 EUR", 1, "0.05 EUR"), ("1 SEK", 3, "3.00 SEK"),
    ("0.000001 GBP", 1, "0.000001 GBP"), ("999.999999 JPY", 2, "1999.999998 JPY"),
  ])
  func `is multiplied without loss`(_ text: String, _ segments: Int, _ cost: String) throws {
    let price = try #require(SegmentPrice(text))
    #expect((price * segments).description == cost)
  }

  @Test(arguments: [
    ("25 USD", "0.0079 USD", 3164), ("0.05 EUR", "0.05 EUR", 1), ("0.04 EUR", "0.05 EUR", 0),
    ("999999 JPY", "999.999999 JPY", 999), ("25 USD", "0.0079 EUR", nil), ("25 USD", "0 USD", nil),
  ])
  func `says how many a sum buys`(_ sum: String, _ price: String, _ segments: Int?) throws {
    let sum = try #require(SegmentPrice(sum: sum))
    let price = try #require(SegmentPrice(price))
    #expect(sum.segments(at: price) == segments)
  }

  @Test(arguments: [
    "", "0.0079", "USD", "0.0079 usd", "0.0079 DOLLARS", ".5 USD", "1. USD", "-1 USD", "1e3 USD",
    "1000 USD", "0.1234567 USD", "0,0079 USD", "٣ USD",
  ])
  func `is not read from anything else`(_ text: String) {
    #expect(SegmentPrice(text) == nil)
  }
}
