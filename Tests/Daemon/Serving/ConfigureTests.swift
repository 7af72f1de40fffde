import CheckIns
import Conducting
import Daemon
import Foundation
import Sealing
import Storage
import Testing
import Timekeeping

@Suite struct `A configuration that comes with a turn` {
  private static let now = Instant(seconds: 1_795_000_000)
  private let house: SampleHouse
  private let conductor: Conductor

  init() throws {
    house = try SampleHouse()
    let configuration = try house.load()
    let keys = try MasterKeys(current: [UInt8](repeating: 7, count: 32))
    conductor = Conductor(
      store: try Store.open(path: "\(house.folder)/kith.db", keys: keys),
      rules: try configuration.rules(), presentation: configuration.presentation(keys: keys))
  }

  private func core() -> ConductorCore {
    ConductorCore(
      conductor: conductor, lifeSign: LifeSign(besideDatabase: "\(house.folder)/kith.db"),
      lastAlive: nil, faults: Faults(),
      effects: .init(send: { _ in }, journal: { _ in }, health: { _ in }))
  }

  /// With another limit, and a plan that the database has not seen.
  private func changed() throws -> Letter<ConductorEvent> {
    var rules = conductor.rules
    rules.textsPerDay = 9
    var plan = try #require(rules.plans.values.first).plan
    plan.name = "other"
    rules.plans["other"] = StoredPlan(digest: try PlanDigest.of(plan), plan: plan)
    return Letter(ticket: 1, event: .configure(rules, conductor.presentation))
  }

  @Test func `counts from that turn on`() throws {
    var core = core()
    _ = try core.turn(now: Self.now, letters: [], seed: 1)
    _ = try core.turn(now: Self.now, letters: [try changed()], seed: 2)
    #expect(conductor.rules.textsPerDay == 9)
  }

  @Test func `is not taken where the turn cannot be committed`() throws {
    var core = core()
    _ = try core.turn(now: Self.now, letters: [], seed: 1)
    let before = conductor.rules.textsPerDay
    try refusePlans()
    let letter = try changed()
    #expect(throws: TurnFailure.self) {
      _ = try core.turn(now: Self.now, letters: [letter], seed: 2)
    }
    #expect(conductor.rules.textsPerDay == before)
    #expect(conductor.rules.plans["other"] == nil)
    _ = try core.turn(now: Self.now, letters: [], seed: 3)
  }

  private func refusePlans() throws {
    let python = Process()
    python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script = """
      import sqlite3, sys
      c = sqlite3.connect(sys.argv[1])
      c.execute("CREATE TRIGGER full BEFORE INSERT ON plan BEGIN SELECT RAISE(ABORT, 'full'); END")
      c.commit()
      """
    python.arguments = ["python3", "-c", script, "\(house.folder)/kith.db"]
    try python.run()
    python.waitUntilExit()
    #expect(python.terminationStatus == 0, "the database was changed as told")
  }
}
