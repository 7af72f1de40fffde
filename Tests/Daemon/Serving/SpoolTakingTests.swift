import CheckIns
import Conducting
import Daemon
import Foundation
import Messages
import Sealing
import Storage
import Synchronization
import Testing
import Timekeeping

/// A daemon's core over pretend phones, turned by hand; Ann is asked at nine, Ben is her mentor.
private final class TurnedHouse {
  /// What came of its turns.
  final class Told: Sendable {
    let events = Mutex<[String]>([])
    let sent = Mutex<[Attempt]>([])
  }

  static let ann = "+15005550101"
  static let stranger = "+15005550199"
  /// Monday 14 September 2026.
  static let eight = Instant(seconds: 1_789_372_800)

  let house: SampleHouse
  let store: Store
  let spool: Spool
  let lifeSign: LifeSign
  let told = Told()
  private var core: ConductorCore?
  private var seed: UInt64 = 1

  init(lastAlive: Instant? = nil, options: Store.Options = Store.Options()) throws {
    house = try SampleHouse(
      """
      public_url: https://checkins.example.org
      sender_name: River House
      country: US
      gateways:
        phones: {provider: sandbox, from: "+15005550006"}
      """)
    try house.write(
      "plans/daily.yaml",
      """
      plan: daily
      at: "09:00"
      ladder:
        - {after: 3h, alert: mentors, rank: 1}
      """)
    let configuration = try house.load()
    let keys = try MasterKeys(current: [UInt8](repeating: 7, count: 32))
    let path = "\(house.folder)/kith.db"
    store = try Store.open(path: path, keys: keys, options: options)
    spool = try Spool(besideDatabase: path, keys: keys, size: 1 << 16)
    lifeSign = LifeSign(besideDatabase: path)
    if let lastAlive { lifeSign.give(at: lastAlive) }
    let conductor = Conductor(
      store: store, rules: try configuration.rules(),
      presentation: configuration.presentation(keys: keys))
    core = ConductorCore(
      conductor: conductor, lifeSign: lifeSign, lastAlive: lastAlive, faults: Faults(),
      spool: spool,
      effects: .init(
        send: { [told] dispatches in
          let attempts = dispatches.map {
            Attempt(message: $0.message.id, number: $0.message.attempt)
          }
          told.sent.withLock { $0 += attempts }
        },
        journal: { [told] entries in told.events.withLock { $0 += entries.map(\.event) } },
        health: { _ in }))
  }

  /// As the conductor's thread would; everything that left is accepted a moment later.
  func turn(at now: Instant, _ letters: [ConductorEvent] = []) throws {
    try step(at: now, letters)
    while true {
      let gone = told.sent.withLock { sent in
        defer { sent = [] }
        return sent
      }
      if gone.isEmpty { return }
      try step(
        at: now,
        gone.map {
          .input(
            .outcome(
              $0.message, attempt: $0.number,
              Outcome(.accepted, providerIDs: ["\($0.message)"])))
        })
    }
  }

  private func step(at now: Instant, _ letters: [ConductorEvent]) throws {
    seed += 100
    _ = try core?.turn(now: now, letters: letters.map { Letter(event: $0) }, seed: seed)
  }

  func close() {
    core?.close()
    core = nil
  }

  func enrols() throws {
    var ann = RosterEntry(id: "ann", name: "Ann", roles: .mentee, zone: "UTC")
    ann.addresses = [.init(channel: .sms, text: Self.ann)]
    ann.plan = "daily"
    ann.mentors = [.init(id: "ben")]
    var ben = RosterEntry(id: "ben", name: "Ben", roles: .mentor, zone: "UTC")
    ben.addresses = [.init(channel: .sms, text: "+15005550102")]
    ann.consentTexts = try LocalDate("2026-01-01")
    ann.consentMentors = ann.consentTexts
    ben.consentTexts = ann.consentTexts
    try turn(at: Self.eight, [.input(.roster([ben, ann], dryRun: false))])
  }

  func keep(_ words: String, from number: String = ann, at now: Instant) throws {
    let reply = IncomingReply(
      channel: .sms, providerID: "SM\(spool.waiting.count)", from: number, text: words)
    let event = Input.Event.callback(
      gateway: "phones", receipts: [], replies: [reply], replayKey: nil)
    try spool.keep(try #require(KeptCallback(event, at: now.milliseconds)))
  }

  var events: [String] { told.events.withLock(\.self) }

  /// Whether Ann's address is stopped.
  func annHasStopped() throws -> Bool {
    var random = SystemRandomNumberGenerator()
    return try store.turn(nonces: Nonces(from: &random)) { transaction throws(StorageFailure) in
      let address = Storage.Address(.sms, Self.ann)
      let found = try transaction.contacts(byAddress: [address])[address] ?? []
      var slice = Slice()
      try transaction.load(contacts: found.map(\.contact), into: &slice)
      return found.contains { slice.contacts[$0.contact]?.optedOutAt != nil }
    }
  }
}

@Suite struct `A spool that is taken in` {
  @Test(arguments: [(["START", "STOP"], true), (["STOP", "START"], false)])
  func `leaves each person's words in the order they came`(words: [String], stopped: Bool) throws {
    let house = try TurnedHouse()
    try house.enrols()
    let now = TurnedHouse.eight + .minutes(5)
    try house.keep("hello", from: TurnedHouse.stranger, at: now)
    for word in words { try house.keep(word, at: now) }
    try house.turn(at: now)
    #expect(house.spool.waiting.isEmpty)
    #expect(try house.annHasStopped() == stopped)
  }

  @Test func `calls nobody silent whose answer lies in it`() throws {
    let house = try TurnedHouse()
    try house.enrols()
    try house.turn(at: TurnedHouse.eight + .hours(1))
    #expect(house.events.contains("asked"))
    let later = TurnedHouse.eight + .hours(4) + .minutes(1)
    try house.keep("hello", from: TurnedHouse.stranger, at: later)
    try house.keep("yes", at: later)
    try house.turn(at: later)
    let events = house.events
    #expect(!events.contains("missed"))
    #expect(events.contains("answered"))
  }
}

@Suite struct `A core that is ended` {
  @Test func `before its first turn leaves the last sign of life as it was`() throws {
    let last = TurnedHouse.eight - .hours(2)
    let house = try TurnedHouse(lastAlive: last)
    house.close()
    #expect(house.lifeSign.last() == last)
  }
}

@Suite struct `A reload that could not be committed` {
  @Test func `leaves the rules that were in force`() throws {
    let house = try TurnedHouse(options: .init(maximumPages: 120))
    try house.enrols()
    // More than the database may hold.
    let next = try house.house.load()
    var rules = try next.rules()
    var plan = try #require(rules.plans["daily"]?.plan)
    plan.question = .choice((0..<40_000).map { "answer \($0)" })
    rules.plans["daily"] = StoredPlan(digest: try PlanDigest.of(plan), plan: plan)
    let keys = try MasterKeys(current: [UInt8](repeating: 7, count: 32))
    let event = ConductorEvent.configure(rules, next.presentation(keys: keys))
    #expect(throws: TurnFailure.self) {
      try house.turn(at: TurnedHouse.eight + .minutes(5), [event])
    }
    try house.turn(at: TurnedHouse.eight + .hours(1))
    #expect(house.events.contains("asked"))
  }
}
