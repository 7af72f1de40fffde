import Foundation
import Testing
import Timekeeping

@Suite struct `A zone` {
  @Test(arguments: [
    ("Europe/Berlin", "2026-07-01T00:00:00Z", 7200, "CEST"),
    ("Europe/Berlin", "2026-01-01T00:00:00Z", 3600, "CET"),
    ("Europe/Berlin", "2525-07-01T00:00:00Z", 7200, "CEST"),
    ("Europe/Berlin", "9999-01-01T00:00:00Z", 3600, "CET"),
    ("Europe/Berlin", "1880-01-01T00:00:00Z", 3208, "LMT"),
    ("Asia/Kathmandu", "2026-01-01T00:00:00Z", 20700, "+0545"),
    ("Australia/Lord_Howe", "2026-01-01T00:00:00Z", 39600, "+11"),
    ("Australia/Lord_Howe", "2026-07-01T00:00:00Z", 37800, "+1030"),
    ("America/Sao_Paulo", "2400-01-01T00:00:00Z", -10800, "-03"),
    ("Europe/Dublin", "2026-07-01T00:00:00Z", 3600, "IST"),
    ("Africa/Casablanca", "2026-03-01T00:00:00Z", 0, "+00"),
  ]) func `knows its offset and its letters`(
    name: String, at: String, offset: Int, letters: String
  ) throws {
    let zone = try ZoneFiles.zone(name)
    let instant = try Instant(at)
    #expect(zone.offset(at: instant) == offset)
    #expect(zone.abbreviation(at: instant) == letters)
  }

  @Test(arguments: [
    // A gap: the offset before it. An overlap: the first.
    ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00Z", true),
    ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z", false),
    ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z", true),
    ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z", false),
    ("Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00:00Z", true),
    ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T19:00:00Z", true),
    ("Europe/Dublin", "2026-10-25T01:30", "2026-10-25T00:30:00Z", false),
  ]) func `resolves local times that clock changes make missing or double`(
    name: String, local: String, utc: String, isForward: Bool
  ) throws {
    let (instant, change) = try ZoneFiles.zone(name).instant(of: LocalDateTime(local))
    #expect(instant.description == utc)
    #expect(change?.isForward == isForward)
  }

  @Test(arguments: ZoneFiles.eventful)
  func `brings every instant back from the wall, or an hour's twin before it`(name: String) throws {
    let zone = try ZoneFiles.zone(name)
    var random = Seeded(5)
    var instants = (0..<3000).map { _ in
      Instant(milliseconds: .random(in: -4_000_000_000_000...20_000_000_000_000, using: &random))
    }
    var change = zone.nextChange(after: instants[0])
    while let near = change, instants.count < 6000 {
      instants.append(near.at + .seconds(.random(in: -90_000...90_000, using: &random)))
      change = zone.nextChange(after: near.at)
    }
    for instant in instants {
      let (back, met) = zone.instant(of: zone.localDateTime(of: instant))
      if back == instant { continue }
      // Only the second pass of an overlap comes back as something else: its first.
      guard let met, !met.isForward, instant - back == .seconds(met.seconds) else {
        Issue.record("\(instant) in \(name) came back as \(back)")
        return
      }
    }
  }

  @Test func `names every change once, in order, for ever`() throws {
    let zone = try ZoneFiles.zone("Europe/Berlin")
    var instant = try Instant("1970-01-01T00:00:00Z")
    var changes = 0
    while instant < (try Instant("3000-01-01T00:00:00Z")) {
      let change = try #require(zone.nextChange(after: instant))
      guard change.at > instant, change.offsetBefore != change.offsetAfter,
        zone.offset(at: change.at) == change.offsetAfter,
        zone.offset(at: change.at - .milliseconds(1)) == change.offsetBefore
      else {
        Issue.record("wrong change \(change) after \(instant)")
        return
      }
      instant = change.at
      changes += 1
    }
    // Two a year since 1980.
    #expect(changes == 2041)
    #expect(try ZoneFiles.zone("Asia/Kathmandu").nextChange(after: instant) == nil)
    #expect(Zone.utc.nextChange(after: instant) == nil)
  }

  @Test func `of every file on this system is read, and its last rule goes on`() throws {
    let names = ZoneFiles.all
    #expect(names.count > 300)
    for name in names {
      let zone = try ZoneFiles.zone(name)
      let later = try Instant("2200-07-01T00:00:00Z")
      let evenLater = later + .days(146_097)
      #expect(zone.offset(at: later) == zone.offset(at: evenLater), "\(name)")
    }
  }

  @Test func `is another one when its rules are`() throws {
    let berlin = try ZoneFiles.zone("Europe/Berlin")
    let bytes = try Data(contentsOf: URL(filePath: "\(ZoneFiles.folder)/Asia/Tokyo"))
    #expect(berlin == (try ZoneFiles.zone("Europe/Berlin")))
    #expect(berlin != (try Zone(name: "Europe/Berlin", tzif: Array(bytes))))
  }
}

@Suite struct `A zone file` {
  /// A version 1 file: one change at 1000 s from `A` (0) to `B` (+1 h).
  static func small(time: UInt8 = 0xE8, types: UInt8 = 2, number: UInt8 = 1) -> [UInt8] {
    var bytes = Array("TZif".utf8) + [UInt8](repeating: 0, count: 16)
    for count in [0, 0, 0, 1, types, 4] { bytes += [0, 0, 0, count] }
    bytes += [0, 0, 3, time, number]
    bytes += [0, 0, 0, 0, 0, 0] + [0, 0, 0x0E, 0x10, 1, 2]
    return bytes + [65, 0, 66, 0]
  }

  @Test func `of version 1 is read`() throws {
    let zone = try Zone(name: "Test/Small", tzif: Self.small())
    #expect(zone.offset(at: Instant(seconds: 999)) == 0)
    #expect(zone.offset(at: Instant(seconds: 1000)) == 3600)
    #expect(zone.abbreviation(at: Instant(seconds: 1_000_000_000)) == "B")
  }

  @Test func `that is broken anywhere is refused, and never stops the program`() throws {
    let whole = Array(try Data(contentsOf: URL(filePath: "\(ZoneFiles.folder)/Europe/Berlin")))
    for length in stride(from: 0, to: whole.count - 1, by: 7) {
      #expect(throws: TimekeepingFailure.self) {
        try Zone(name: "Test/Cut", tzif: Array(whole[..<length]))
      }
    }
    var random = Seeded(1)
    for _ in 0..<300 {
      var bytes = Bool.random(using: &random) ? whole : Self.small()
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      guard let zone = try? Zone(name: "Test/Noise", tzif: bytes) else { continue }
      _ = zone.instant(of: LocalDateTime(milliseconds: 1_800_000_000_000))
      _ = zone.nextChange(after: .distantPast)
    }
  }

  @Test func `with impossible content says so`() {
    let failure = #expect(throws: TimekeepingFailure.self) {
      try Zone(name: "Test/Small", tzif: Self.small(number: 9))
    }
    #expect(failure?.sentence.hasPrefix("the zone file of Test/Small") == true)
    #expect(throws: TimekeepingFailure.self) { try Zone(name: "x", tzif: Self.small(types: 0)) }
  }

  /// The same with a footer, as version 2.
  static func withFooter(_ footer: String) -> [UInt8] {
    var second = small()
    second.replaceSubrange(44..<48, with: [0, 0, 0, 0, 0, 0, 3, 0xE8])
    var bytes = small() + second
    bytes[4] = 50
    return bytes + [10] + Array(footer.utf8) + [10]
  }

  @Test(arguments: [
    ("BBB-1", "2026-07-01T00:00:00Z", 3600), ("<+01>-1", "2026-07-01T00:00:00Z", 3600),
    ("EST5EDT,M3.2.0,M11.1.0", "2026-07-01T00:00:00Z", -14_400),
    ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z", -18_000),
    ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -14_400),
    // Daylight saving all the year, RFC 9636 section 3.3.1.
    ("XXX3EDT4,0/0,J365/23", "2026-01-01T00:00:00Z", -14_400),
    ("XXX3EDT4,0/0,J365/23", "2026-07-01T00:00:00Z", -14_400),
    // Hours beyond the day, version 3 and later.
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -7200),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -3600),
    ("AAA0BBB,J60/0,J300/0", "2028-03-01T00:00:00Z", 3600),
    ("AAA0BBB,59/0,J300/0", "2028-02-29T00:00:00Z", 3600),
    ("AAA0BBB,J60/0,J300/0", "2028-02-29T00:00:00Z", 0),
  ]) func `goes on with its footer's rule`(footer: String, at: String, offset: Int) throws {
    let zone = try Zone(name: "Test/Footer", tzif: Self.withFooter(footer))
    #expect(zone.offset(at: try Instant(at)) == offset)
  }

  @Test(arguments: [
    "nonsense!", "E5", "EST5EDT", "EST5EDT,M13.1.0,M11.1.0", "EST5EDT,M3.2.0",
    "AAA25", "AAA-25", "AAA0BBB-167,M3.2.0,M11.1.0",
  ])
  func `with a footer that is no rule is refused`(footer: String) {
    #expect(throws: TimekeepingFailure.self) {
      try Zone(name: "Test/Footer", tzif: Self.withFooter(footer))
    }
  }
}

@Suite struct `A zone that does not exist` {
  @Test(arguments: [
    ("Europe/Berln", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"),
    ("Berlin", "Europe/Berlin"), ("US/New York", "America/New_York"),
    ("America/NewYork", "America/New_York"), ("Asia/Katmandu", "Asia/Kathmandu"),
  ]) func `gets names that are near`(wrong: String, right: String) {
    #expect(ZoneNames.nearMatches(to: wrong, in: ZoneFiles.eventful).first == right)
    let sentence = ZoneNames.unknown(wrong, in: ZoneFiles.eventful).sentence
    #expect(sentence.hasPrefix("the zone \"\(wrong)\" does not exist; did you mean \(right)"))
  }

  @Test(arguments: ["../etc/passwd", "/etc/localtime", "a//b", ".", "", "Europe/", "x\n"])
  func `never becomes a path`(name: String) {
    #expect(!ZoneNames.isPlausible(name))
  }
}
