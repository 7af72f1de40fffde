import Control
import Testing
import Timekeeping

@Suite struct `A command on the wire` {
  static let commands: [Command] = [
    .importRoster(.init(text: "id\nann", file: "roster.csv", dryRun: true)),
    .add(.init(id: "ann", fields: ["sms": "+15005550010", "name": "Ann"])),
    .set(.init(id: "ann", fields: ["zone": "Europe/Berlin"])),
    .say(.init(id: "ann", text: "“hi”\n")), .acknowledge(.init(alert: "a3", by: "ben")),
    .close(.init(alert: "a3", outcome: "reached", note: nil)), .pause(.init(id: "ann")),
    .resume(.init(id: "ann")), .stop(.init(id: "ann")),
    .away(.init(id: "ben", from: "2026-03-01", to: "2026-03-08", cover: "cat")),
    .sendTest(.init(gateway: "main-sms", to: "+15005550010")), .inboxDone(.init(number: 7)),
    .reload, .receiveMail(.init(mail: "SGk=", gateway: "mail")),
  ]
  static let queries: [Query] = [
    .people(.init(uncovered: true)), .show(.init(id: "ann")), .status, .why(.init(subject: "c1")),
    .inbox(.init(unread: true)), .outbox(.init(limit: 5)), .alerts(.init(open: true)),
    .next(.init(id: "ann", after: "2026-03-01", count: 3)), .sendTest(.init(message: "m1")),
    .preview(.init(template: "checkin", id: "ann")), .phones,
  ]

  @Test(arguments: commands) func `comes out as it went in`(command: Command) throws {
    #expect(try Command(name: command.name, json: command.json) == command)
    #expect(Command.names.contains(command.name))
  }

  @Test(arguments: queries) func `is matched by queries that do too`(query: Query) throws {
    #expect(try Query(name: query.name, json: query.json) == query)
    #expect(Query.names.contains(query.name))
  }

  @Test func `may leave out what has a default`() throws {
    #expect(try Query(name: "outbox", json: []) == .outbox(.init(limit: 100)))
    #expect(try Query(name: "people", json: Array(#"{"uncovered":null}"#.utf8)) == .people(.init()))
  }

  @Test func `keeps fields in one order, whatever order they came in`() {
    let one: Fields = ["b": "2", "a": "1"]
    let other: Fields = ["a": "1", "b": "2"]
    #expect(one == other)
    #expect(ControlJSON.encode(one) == Array(#"{"a":"1","b":"2"}"#.utf8))
  }

  @Test(arguments: ["[]", "7", "{\"text\":7}", "{", "\u{0}", "{\"id\":{}}"])
  func `that cannot be read is refused in a sentence`(json: String) {
    #expect(throws: Refusal.self) { try Command(name: "import", json: Array(json.utf8)) }
    #expect(throws: Refusal.self) { try Query(name: "show", json: Array(json.utf8)) }
  }
}

@Suite struct `A moment` {
  @Test(
    arguments: [
      (1_772_955_000, -14400, "2026-03-08T07:30:00Z", "2026-03-08T03:30:00-04:00"),
      (0, 0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00"),
      (-1, 0, "1969-12-31T23:59:59Z", "1969-12-31T23:59:59+00:00"),
      (951_782_400, 20700, "2000-02-29T00:00:00Z", "2000-02-29T05:45:00+05:45"),
      (4_107_542_400, 37800, "2100-03-01T00:00:00Z", "2100-03-01T10:30:00+10:30"),
      (2_147_483_648, -43200, "2038-01-19T03:14:08Z", "2038-01-18T15:14:08-12:00"),
    ] as [(Int64, Int, String, String)])
  func `is written as RFC 3339 in UTC and there`(
    seconds: Int64, offset: Int, utc: String, local: String
  ) {
    let moment = Moment(Instant(seconds: seconds), offset: offset)
    #expect(moment.utc == utc)
    #expect(moment.local == local)
  }

  @Test(
    arguments: [
      (1_772_955_000, -14400, "EDT", "Sun 8 Mar 2026 03:30 EDT (07:30:00 UTC)"),
      (1_772_955_005, 3600, "CET", "Sun 8 Mar 2026 08:30:05 CET (07:30:05 UTC)"),
      (1_772_930_000, -14400, "EDT", "Sat 7 Mar 2026 20:33:20 EDT (Sun 8 Mar 2026 00:33:20 UTC)"),
    ] as [(Int64, Int, String, String)])
  func `reads as people say it, on both clocks`(
    seconds: Int64, offset: Int, zone: String, text: String
  ) {
    let spoken = Moment(Instant(seconds: seconds), offset: offset, zone: zone).bothText
    #expect(spoken == text)
  }
}

@Suite struct `An answer as text` {
  private static let at = Moment(Instant(seconds: 1_772_955_000), offset: -14400, zone: "EDT")

  @Test func `tells a story line by line on both clocks`() {
    let story = Story(
      subject: "c12", summary: "Missed: nobody answered.",
      lines: [.init(at: Self.at, event: "asked", text: "Ann was asked.", about: ["c12", "m4"])])
    #expect(
      QueryAnswer.story(story).lines == [
        "Missed: nobody answered.",
        "  Sun 8 Mar 2026 03:30 EDT  07:30:00 UTC  Ann was asked.  c12 m4",
      ])
  }

  @Test func `tells of a coming check-in why it is not at its own time`() {
    let note = "moved from 02:30: clocks go forward"
    #expect(
      QueryAnswer.next([Occurrence(Self.at, note: note)]).lines
        == ["Sun 8 Mar 2026 03:30 EDT, moved from 02:30: clocks go forward"])
  }

  @Test func `lines its columns up`() {
    let people = ["ann", "benjamin"].map {
      PersonLine(id: $0, person: "p1", name: "N", roles: ["mentee"], state: "active", plan: "daily")
    }
    #expect(
      QueryAnswer.people(people).lines
        == ["ann       N  mentee  active  daily", "benjamin  N  mentee  active  daily"])
  }

  @Test func `has something to say where there is nothing`() {
    for answer in [QueryAnswer.people([]), .inbox([]), .outbox([]), .alerts([])] {
      #expect(answer.lines.count == 1)
    }
  }

  @Test func `comes back from its JSON`() throws {
    let answer = QueryAnswer.status(
      StatusReport(
        healthy: false, problems: ["x"], version: "1", startedAt: Self.at, now: Self.at,
        gateways: [.init(name: "g", provider: "p", state: "ok")], nextDeadline: Self.at))
    #expect(try QueryAnswer(to: .status, json: answer.json) == answer)
    let next = QueryAnswer.next([Occurrence(Self.at)])
    #expect(
      String(decoding: next.json, as: UTF8.self)
        == #"[{"local":"2026-03-08T03:30:00-04:00","utc":"2026-03-08T07:30:00Z","zone":"EDT"}]"#)
  }

  @Test func `from a newer daemon may say more than we know`() throws {
    let json = Array(#"{"sentence":"Done.","id":"p7","novelty":1}"#.utf8)
    #expect(try CommandAnswer(to: .reload, json: json) == .done(.init("Done.", id: "p7")))
  }
}
