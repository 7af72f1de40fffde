import CheckIns
import Conducting
import Control
package import Storage
import Timekeeping

extension World {
  /// Everything the database holds now.
  package func house() throws(StorageFailure) -> House {
    guard let reader else { return House(rows: .init(), timers: []) }
    return try reader.read { snapshot throws(StorageFailure) in
      House(
        rows: try snapshot.everything(),
        timers: try snapshot.timers(upTo: .distantFuture, limit: .max))
    }
  }

  /// What `kith status` calls wrong.
  package func problems() throws(StorageFailure) -> [String] {
    guard let reader else { return [] }
    let house = HouseNow(
      rules: settings.rules, presentation: settings.presentation, now: now, startedAt: now,
      version: "0",
      gateways: settings.rules.gateways.keys.sorted().map { .init(name: $0, provider: "sandbox") })
    return try reader.read { snapshot throws(StorageFailure) in
      var answering = Answering(snapshot, house)
      guard case .success(.status(let report)) = try answering.answer(.status) else { return [] }
      return report.problems
    }
  }

  /// What must never happen has not happened in the turn just made.
  func lookAround(_ conductor: Conductor, moreWork: Bool, told: [LedgerEntry]) {
    untold += told
    guard invariants != nil, !conductor.isMoving else { return }
    do throws(StorageFailure) {
      let turn = Invariants.Turn(
        now: now, moreWork: moreWork, indexed: conductor.indexed, horizon: conductor.horizonEnd,
        aside: conductor.putAside, told: untold)
      untold = []
      let broken = invariants?.broken(by: try house(), after: turn) ?? []
      note(broken)
    } catch {
      // What is put aside may be unreadable: that is what it is there for.
      if conductor.putAside.isEmpty { note([error.description]) }
    }
  }
}

extension World {
  /// How SQLite goes about each statement of the turns so far.
  package func queryPlans() throws(StorageFailure) -> [String: [String]] {
    try conductor?.store.queryPlans() ?? [:]
  }
}
