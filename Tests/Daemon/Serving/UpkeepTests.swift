import CheckIns
import Conducting
import Daemon
import Foundation
import Sealing
import Storage
import Testing
import Timekeeping

@Suite struct `The upkeep of a database` {
  private static let start = Instant(seconds: 1_800_000_000)

  @Test func `is due once a day, and a minute after something was committed`() {
    var upkeep = Upkeep()
    #expect(upkeep.due(at: Self.start) == (true, false))
    upkeep.committed(at: Self.start)
    #expect(upkeep.due(at: Self.start + .seconds(59)) == (false, false))
    #expect(upkeep.due(at: Self.start + .seconds(60)) == (false, true))
    #expect(upkeep.due(at: Self.start + .hours(2)) == (false, false))
    #expect(upkeep.due(at: Self.start + .hours(24)) == (true, false))
    #expect(upkeep.due(at: Self.start - .days(1)) == (true, false))
  }

  /// A conductor that has turned once, in a house of its own.
  private func core(_ house: SampleHouse, before: (Store) throws -> Void = { _ in }) throws
    -> ConductorCore
  {
    let configuration = try house.load()
    let keys = try MasterKeys(current: [UInt8](repeating: 7, count: 32))
    let store = try Store.open(path: "\(house.folder)/kith.db", keys: keys)
    try before(store)
    let conductor = Conductor(
      store: store, rules: try configuration.rules(),
      presentation: configuration.presentation(keys: keys))
    return ConductorCore(
      conductor: conductor, lifeSign: LifeSign(besideDatabase: store.path), lastAlive: nil,
      faults: Faults(),
      effects: .init(send: { _ in }, journal: { _ in }, health: { _ in }))
  }

  private func bytes(_ house: SampleHouse) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(house.folder)/kith.db"))
  }

  @Test func `moves what was committed out of the log, at rest only`() throws {
    let house = try SampleHouse()
    var core = try core(house)
    _ = try core.turn(now: Self.start, letters: [], seed: 1)
    let before = try bytes(house)
    let letter = Letter(event: ConductorEvent.input(.clockChanged))
    _ = try core.turn(now: Self.start + .minutes(2), letters: [letter], seed: 2)
    #expect(try bytes(house) == before)
    _ = try core.turn(now: Self.start + .minutes(2), letters: [], seed: 3)
    #expect(try bytes(house) != before)
  }

  @Test func `forgets what came in weeks ago`() throws {
    let house = try SampleHouse()
    let old = Self.start - .days(60)
    var random = SystemRandomNumberGenerator()
    func remember(_ store: Store) throws -> Bool {
      try store.turn(nonces: Nonces(from: &random)) { transaction throws(StorageFailure) in
        try transaction.remember("once", of: "main-sms", at: old)
      }
    }
    var stored: Store?
    var core = try core(house) { store in
      stored = store
      _ = try remember(store)
    }
    let store = try #require(stored)
    let known = try remember(store)
    #expect(!known)
    _ = try core.turn(now: Self.start, letters: [], seed: 1)
    let again = try remember(store)
    #expect(again)
  }
}
