import CheckIns
import Messages
import Sealing
import Storage
import Timekeeping

extension Conductor {
  private struct NewRules {
    var zone: String
    var fingerprint: String
    /// Others were planned by before.
    var isChange: Bool
    var enrolments: [EnrolmentID]
  }

  /// Plans anew where the rules are not those that were planned by, an upgrade while nothing ran
  /// included. A crash in between leaves it to be done again.
  func takeZones(now: Instant, seed: UInt64) throws(StorageFailure) {
    guard noticed.zones else { return }
    let all = try read { transaction throws(StorageFailure) in
      try self.newRules(transaction, now: now)
    }
    for new in all {
      try inPortions(of: new.enrolments, now: now, seed: seed) {
        (part, loader, decide) throws(StorageFailure) in
        try loader.enrolments(part)
        try loader.people(unique(part.compactMap { loader.slice.enrolments[$0]?.person }))
        decide = { decisions in
          for id in part { decisions.planAnew(id, because: new.zone) }
        }
      }
    }
    try take(all, now: now, seed: seed &+ 1)
    noticed.zones = false
  }

  private func take(_ all: [NewRules], now: Instant, seed: UInt64) throws(StorageFailure) {
    guard !all.isEmpty else { return }
    var random = SeededRandom(seed: seed)
    try store.turn(nonces: Nonces(from: &random)) { transaction throws(StorageFailure) in
      for new in all {
        try transaction.set(setting: Self.setting(ofZone: new.zone), to: new.fingerprint)
      }
    }
    let changed = all.filter(\.isChange).map(\.zone)
    guard !changed.isEmpty else { return }
    try whole(now: now, seed: seed &+ 1) { decisions in
      for zone in changed { decisions.record("zone-changed", zone) }
    }
  }

  private func newRules(_ transaction: Transaction, now: Instant) throws(StorageFailure)
    -> [NewRules]
  {
    let plans = rules.plans.sorted { $0.key < $1.key }
    let named = plans.map { ($0.key, $0.value.plan.phases.flatMap(\.schedule.zoneNames)) }
    var all: [NewRules] = []
    for zone in Set(try transaction.zones() + named.flatMap(\.1)).sorted() {
      let before = try transaction.setting(Self.setting(ofZone: zone))
      guard let print = fingerprint(ofZone: zone), print != before else { continue }
      var ids = try transaction.enrolments(inZone: zone, plannedAfter: now)
      for (plan, zones) in named where zones.contains(zone) {
        ids += try transaction.enrolments(on: plan, plannedAfter: now)
      }
      all.append(
        NewRules(
          zone: zone, fingerprint: print, isChange: before != nil, enrolments: unique(ids)))
    }
    return all
  }

  /// People are new in these zones, and planned for by their rules as they are now.
  func note(zones: [String], _ transaction: Transaction) throws(StorageFailure) {
    for name in unique(zones) where try transaction.setting(Self.setting(ofZone: name)) == nil {
      guard let print = fingerprint(ofZone: name) else { continue }
      try transaction.set(setting: Self.setting(ofZone: name), to: print)
    }
  }

  private static func setting(ofZone name: String) -> String { "zone \(name)" }

  private func fingerprint(ofZone name: String) -> String? {
    rules.zone(name).map { String($0.fingerprint, radix: 16) }
  }
}
