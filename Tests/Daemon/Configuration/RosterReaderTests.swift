import CheckIns
import Daemon
import Messages
import Reading
import Testing
import Timekeeping

@Suite struct `A roster` {
  private static let header = "id,name,role,sms,zone,plan,mentors\n"
  private let reader = RosterReader(
    plans: ["daily", "weekly"], country: "US", zones: ZoneReader(),
    known: { $0 == "old" ? .mentor : nil })

  @Test(arguments: [("2026-03-09", true), ("2026-03-10", true), ("2026-03-11", false)])
  func `takes no consent of a day to come, be it tomorrow here and today elsewhere`(
    day: String, isTaken: Bool
  ) throws {
    let reader = RosterReader(
      plans: [], country: "US", zones: ZoneReader(), today: try LocalDate("2026-03-09"))
    let text =
      "id,name,role,sms,zone,consent_texts\nben,Ben,mentor,+15005550011,UTC,\(day)\n"
    #expect(((try? reader.read(text: text, file: "r.csv")) != nil) == isTaken)
  }

  private func told(_ text: String) -> [String] {
    do throws(ReadingFaults) {
      _ = try reader.read(bytes: Array(text.utf8), file: "r.csv")
      return []
    } catch { return error.faults.map(\.description) }
  }

  @Test func `gives people with addresses in their normal form`() throws {
    let entries = try reader.read(
      text: "zone,id,name,role,sms,email,mentors,quiet_hours,time,crisis,consent_texts\r\n"
        + "Europe/Berlin,ann,Ann,mentee,(500) 555-0001,Ann@Example.org,old:scores;ben,22:00-07:00,"
        + "9:30,no,2026-03-01\r\nUTC,ben,Ben,mentor+operator,+15005550002,,,none,,yes,\r\n",
      file: "r.csv")
    let ann = try #require(entries.first)
    #expect(ann.addresses.map(\.text) == ["+15005550001", "ann@example.org"])
    #expect(ann.mentors.map(\.id) == ["old", "ben"])
    #expect(ann.mentors.map(\.disclosure) == [.scores, nil])
    #expect(ann.quietHours == QuietHours(from: 22 * 60, to: 7 * 60))
    #expect(ann.time == "09:30")
    #expect(ann.consentTexts?.description == "2026-03-01")
    #expect(entries[1].roles == [.mentor, .operator_])
    #expect(entries[1].mayBeWoken)
  }

  @Test(arguments: [
    ("ann,Ann,mentee,12,UTC,daily,", "r.csv:2: sms: telephone number \"12\""),
    ("ann,Ann,mentee,,UTC,daily,", "r.csv:2: sms: expected a number, a mail or a chat address"),
    (
      "ann,Ann,mentee,+15005550001,UTC,dayly,",
      "r.csv:2: plan: there is no plan \"dayly\" (did you mean \"daily\"?)"
    ),
    (
      "ann,Ann,mentee,+15005550001,UTC,daily,ann",
      "r.csv:2: mentors: expected somebody else: nobody is their own mentor"
    ),
    (
      "ann,Ann,mentee,+15005550001,UTC,daily,zoe",
      "r.csv:2: mentors: there is nobody with the id \"zoe\""
    ),
    (
      "ann,Ann,mentee,+15005550001,UTC,daily,old;old", "each mentor once, \"old\" stands here twice"
    ),
    (
      "ann,Ann,mentee,+15005550001,UTC,daily,old:all",
      "expected one of reach-out, missed, scores, words after old:"
    ),
    ("ann,Ann,mentee,+15005550001,Europe/Berln,daily,", "did you mean Europe/Berlin"),
    (
      "ann,Ann,friend,+15005550001,UTC,daily,",
      "r.csv:2: role: expected mentee, mentor, coordinator or operator"
    ),
    ("ann,,mentee,+15005550001,UTC,daily,", "r.csv:2: name: expected the name to call them by"),
    ("ann,A\u{1B}[2Jn,mentee,+15005550001,UTC,daily,", "r.csv:2: name: expected a name of at most"),
    ("a b,Ann,mentee,+15005550001,UTC,daily,", "r.csv:2: id: expected a short id"),
    (
      "ann,Ann,mentor,+15005550001,UTC,daily,",
      "r.csv:2: plan: expected nothing: only a mentee has one"
    ),
    (
      "ann,Ann,mentee,+15005550001,UTC,daily,\nann,Bo,mentor,+15005550002,UTC,,",
      "r.csv:3: id: expected each id once, \"ann\" is on line 2 too"
    ),
    (
      "ann,Ann,mentee,+15005550001,UTC,daily,bo\nbo,Bo,operator,+15005550002,UTC,,",
      "\"bo\" has not the role mentor"
    ),
  ])
  func `says what is wrong with a line`(lines: String, says: String) {
    let told = told(Self.header + lines + "\n")
    #expect(told.contains { $0.contains(says) }, "\(told)")
  }

  private static let telegram = ChatAddressForm(
    channel: .chat("telegram"), example: "123456789", isNumber: true)
  private static let matrix = ChatAddressForm(
    channel: .chat("matrix"), example: "!abc:example.org", start: "!")

  private func chats(_ cell: String) throws -> [RosterEntry.Address] {
    let reader = RosterReader(
      plans: [], country: "US", chats: [Self.matrix, Self.telegram], zones: ZoneReader())
    let text = "id,name,role,sms,chat,zone\nann,Ann,mentee,(500) 555-0001,\(cell),UTC\n"
    return try reader.read(text: text, file: "r.csv").flatMap(\.addresses)
  }

  @Test func `has addresses of messengers, which are tried first and keep their capitals`() throws {
    let found = try chats("telegram: 5005550001; matrix:!aBc:example.org")
    #expect(
      found.map { "\($0.channel.rawValue) \($0.text)" } == [
        "telegram 5005550001", "matrix !aBc:example.org", "sms +15005550001",
      ])
    var entry = RosterEntry(id: "ann", name: "Ann", roles: .mentee, zone: "UTC")
    entry.addresses = found
    #expect(
      RosterReader.fields(entry)["chat"] == "telegram:5005550001;matrix:!aBc:example.org")
  }

  @Test(arguments: [
    ("telegram:ann", "chat: telegram address \"telegram:ann\" is not one: expected one like"),
    ("telegram:-100123", "expected one like telegram:123456789"),
    ("telegram:0123", "expected one like telegram:123456789"),
    ("matrix:@ann:example.org", "expected one like matrix:!abc:example.org"),
    ("icq:123", "expected matrix:!abc:example.org or telegram:123456789, joined by ;, found"),
    ("123456789", "expected matrix:!abc:example.org or telegram:123456789, joined by ;, found"),
    ("telegram:1;telegram:2", "chat: expected one address of each messenger"),
  ])
  func `says what is wrong with an address of a messenger`(cell: String, says: String) {
    do {
      _ = try chats(cell)
      Issue.record("\(cell) was taken")
    } catch let faults as ReadingFaults {
      #expect(faults.faults.contains { "\($0)".contains(says) }, "\(faults.faults)")
    } catch { Issue.record("\(error)") }
  }

  @Test func `tells every bad line together`() {
    let told = told(
      Self.header + "ann,Ann,mentee,12,UTC,daily,\nben,Ben,mentor,+15005550002,Mars/City,,\n")
    #expect(told.count == 2, "\(told)")
  }

  @Test func `of many thousand lines tells the first thousand faults`() {
    let lines = (1...3000).map { "p\($0),Ann,mentee,12,UTC,daily,\n" }.joined()
    #expect(told(Self.header + lines).count == 1000)
  }

  @Test func `may be one person's fields, over what they are`() throws {
    let base = try reader.entry(
      id: "ann", fields: ["name": "Ann", "role": "mentee", "sms": "+15005550001", "zone": "UTC"])
    let changed = try reader.entry(id: "ann", fields: ["plan": "weekly"], base: base)
    #expect(changed.name == "Ann")
    #expect(changed.plan == "weekly")
    #expect(throws: ReadingFaults.self) {
      try reader.entry(id: "ann", fields: ["pln": "x"], base: base)
    }
  }
}

@Suite struct `The system's zones` {
  @Test func `are read by name, and a wrong name gets near matches`() throws {
    let zones = ZoneReader()
    #expect(try zones.zone("Europe/Berlin").name == "Europe/Berlin")
    #expect(zones.names.contains("America/New_York"))
    let failure = #expect(throws: TimekeepingFailure.self) { try zones.zone("../../etc/passwd") }
    #expect(failure?.sentence.contains("does not exist") == true)
  }

  @Test func `are read again when their file changed`() throws {
    let house = try SampleHouse()
    func put(_ zone: String) throws {
      let bytes = try Files.read("/usr/share/zoneinfo/\(zone)")
      try house.write("zones/Test/Town", bytes)
    }
    try put("Europe/Berlin")
    let zones = ZoneReader(directory: "\(house.folder)/zones")
    _ = try zones.zone("Test/Town")
    #expect(zones.refresh() == [])
    try put("Asia/Tokyo")
    #expect(zones.refresh() == ["Test/Town"])
    #expect(try zones.zone("Test/Town").offset(at: Instant(seconds: 0)) == 9 * 3600)
  }
}
