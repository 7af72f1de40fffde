import CheckIns
import Foundation
import Messages
import Simulation
import Synchronization
import Testing
import Timekeeping

/// Zone files that a new package replaces: each name has the rules of some real zone.
private final class ZoneShelf: Sendable {
  private let files = Mutex<[String: String]>([:])

  func put(_ name: String, rulesOf real: String) { files.withLock { $0[name] = real } }

  func zone(_ name: String) -> Zone? {
    let real = files.withLock { $0[name] } ?? name
    guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + real) else {
      return nil
    }
    return try? Zone(name: name, tzif: Array(data))
  }
}

@Suite struct `New rules for a zone` {
  private func life(
    start: String = "2026-03-02T13:00:00Z", plan: Plan = .daily
  ) throws -> (life: Life, shelf: ZoneShelf, ann: Phone) {
    let shelf = ZoneShelf()
    shelf.put("Test/Town", rulesOf: "America/New_York")
    let life = try Life(start: start, plan: plan) { $0.zone = { shelf.zone($0) } }
    let ann = try life.mentee("ann", zone: "Test/Town")
    return (life, shelf, ann)
  }

  @Test func `move what is planned, and the ledger says why`() throws {
    let (life, shelf, ann) = try life()
    shelf.put("Test/Town", rulesOf: "America/Chicago")
    life.world.zonesChange()
    life.passes(.minutes(61))
    ann.receivesNothing()
    life.passes(.minutes(60))
    ann.receives("Ann")
    let moved = life.world.ledger.filter { $0.event == "planned-anew" }.map(\.detail)
    #expect(moved == ["2026-03-02T14:00:00Z 2026-03-02T15:00:00Z Test/Town"])
    life.ends()
  }

  @Test func `that come while nothing runs are met at the start`() throws {
    let (life, shelf, ann) = try life()
    shelf.put("Test/Town", rulesOf: "America/Chicago")
    try life.world.crashes(for: .seconds(10))
    life.passes(.minutes(61))
    ann.receivesNothing()
    life.passes(.minutes(60))
    ann.receives("Ann")
    #expect(life.events(["planned-anew"]).count == 1)
    life.ends()
  }

  @Test func `leave an open check-in alone, and ask no day twice, back and forth`() throws {
    let (life, shelf, ann) = try life()
    life.passes(.minutes(61))
    ann.receives("Ann")
    for real in ["America/Chicago", "Pacific/Honolulu", "Europe/Berlin", "America/New_York"] {
      shelf.put("Test/Town", rulesOf: real)
      life.world.zonesChange()
      life.passes(.minutes(29))
    }
    ann.replies("yes")
    ann.receives("")
    try life.passes(until: "2026-03-03T13:59:00Z")
    ann.receivesNothing()
    life.passes(.minutes(2))
    ann.receives("Ann")
    life.ends()
  }

  @Test func `that change nothing to come say nothing`() throws {
    let (life, shelf, ann) = try life()
    shelf.put("Test/Town", rulesOf: "America/Toronto")
    life.world.zonesChange()
    life.passes(.minutes(61))
    ann.receives("Ann")
    #expect(life.events(["zone-changed"]) == ["zone-changed"])
    #expect(life.events(["planned-anew"]).isEmpty)
    life.ends()
  }
}

@Suite struct `A move to another zone` {
  @Test func `asks no occurrence of a day again that was asked already`() throws {
    let plan = Plan(
      name: "daily", phases: [Phase(schedule: try Schedule(at: ["07:00", "12:00", "17:00"]))])
    let life = try Life(start: "2026-03-01T21:00:00Z", plan: plan)
    let ann = try life.mentee("ann", zone: "Asia/Tokyo")
    func move(_ zone: String) throws {
      var entry = RosterEntry(id: "ann", name: "Ann", roles: .mentee, zone: zone)
      entry.addresses = [.init(channel: .sms, text: ann.number)]
      entry.consentTexts = try LocalDate("2026-01-01")
      entry.consentMentors = entry.consentTexts
      entry.consentCrisis = entry.consentTexts
      entry.plan = "daily"
      life.world.enrol([entry])
    }
    // 2 March in Tokyo: at eight (quiet until then), noon and five.
    try life.passes(until: "2026-03-02T08:01:00Z")
    for _ in 0..<3 { ann.receives("") }
    while ann.hasUnread { ann.receives("") }
    ann.replies("yes")
    while ann.hasUnread { ann.receives("") }
    // It is midnight to 2 March in Los Angeles: that day was asked whole.
    try move("America/Los_Angeles")
    try life.passes(until: "2026-03-03T10:00:00Z")
    ann.receivesNothing()
    // The 3rd is asked there.
    try life.passes(until: "2026-03-03T21:00:00Z")
    #expect(ann.hasUnread)
    while ann.hasUnread { ann.receives("") }
    life.ends()
  }
}

@Suite struct `A check-in near a clock change` {
  private func awake(_ start: String, _ times: [String], zone: String) throws -> (Life, Phone) {
    let plan = Plan(name: "daily", phases: [Phase(schedule: try Schedule(at: times))])
    let life = try Life(start: start, plan: plan)
    let ann = try life.mentee("ann", zone: zone, quiet: "none")
    return (life, ann)
  }

  /// Whether Ann was asked by each of these moments and not before, answering each time.
  private func expect(_ life: Life, _ ann: Phone, at moments: [String]) throws {
    for moment in moments {
      let at = try Instant(moment)
      life.world.passes(until: at - .milliseconds(1))
      ann.receivesNothing()
      life.world.passes(until: at + .seconds(1))
      ann.receives("Ann")
      ann.replies("yes")
      ann.receives("")
    }
    life.ends()
  }

  @Test func `is not asked again by a daemon that starts in the second pass`() throws {
    let (life, ann) = try awake("2026-11-01T06:10:00Z", ["01:30"], zone: "America/New_York")
    try expect(life, ann, at: ["2026-11-02T06:30:00Z"])
  }

  @Test func `is not asked again by a restart in the second pass`() throws {
    let (life, ann) = try awake("2026-11-01T05:00:00Z", ["01:30"], zone: "America/New_York")
    try expect(life, ann, at: ["2026-11-01T05:30:00Z"])
    try life.passes(until: "2026-11-01T06:10:00Z")
    try life.world.crashes()
    try expect(life, ann, at: ["2026-11-02T06:30:00Z"])
  }

  @Test func `comes an hour later where midnight does not exist, and keeps its date`() throws {
    // Santiago, 6 September 2026: 00:00 is followed by 01:00.
    let (life, ann) = try awake("2026-09-05T20:00:00Z", ["00:00"], zone: "America/Santiago")
    try expect(life, ann, at: ["2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"])
    let dates = try life.world.house().rows.checkIns.sorted.map(\.date.description)
    #expect(dates == ["2026-09-06", "2026-09-07"])
  }

  @Test func `is asked once where half an hour comes twice`() throws {
    // Lord Howe, 5 April 2026: 02:00 +11 is followed by 01:30 +10:30.
    let (life, ann) = try awake("2026-04-04T12:00:00Z", ["01:45"], zone: "Australia/Lord_Howe")
    try expect(life, ann, at: ["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"])
  }

  @Test func `of a day that does not exist falls together with the next day's`() throws {
    // Apia went from 29 to 31 December 2011.
    let (life, ann) = try awake("2011-12-29T12:00:00Z", ["09:00"], zone: "Pacific/Apia")
    try expect(
      life, ann, at: ["2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z", "2011-12-31T19:00:00Z"])
  }
}
