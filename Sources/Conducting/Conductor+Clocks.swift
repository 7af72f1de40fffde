import CheckIns
import Messages
import Sealing
import Storage
import Timekeeping

/// What the shell noticed of the clock and the zones since the last turn; taken before the next.
struct Noticed {
  /// How far the clock was set.
  var step = Duration.zero
  /// How long the machine or the process slept through.
  var asleep = Duration.zero
  /// The fingerprints of zones are to be compared with those that were planned by.
  var zones = true
  /// What was recorded before the turn proper, and is told with it.
  var ledger: [LedgerEntry] = []
  /// Since when replies may have been missed, until that was told.
  var outageSince: Instant?
}

extension Conductor {
  /// The clock was set by this much, forward or (negative) backward; the next turn takes it in.
  package func clockWasSet(by step: Duration) { noticed.step = noticed.step + step }

  /// Nothing ran for this long: the machine was suspended, or the process stopped.
  package func wasAsleep(for span: Duration) { noticed.asleep = max(noticed.asleep, span) }

  /// The rules of zones may have changed; the next turn compares them.
  package func zonesMayHaveChanged() { noticed.zones = true }

  /// A step beyond `Limits.outage` moves what was counted, and where it went back all is planned
  /// anew. Forward, as after sleep, replies may have been missed: nobody knows whether the machine
  /// or its clock stood still.
  func takeClock(now: Instant, seed: UInt64) throws(StorageFailure) {
    let (step, asleep) = (noticed.step, noticed.asleep)
    guard step != .zero || asleep != .zero else { return }
    let isStep = step > Limits.outage || step < .zero - Limits.outage
    let lost = max(step, asleep)
    var ledger: [LedgerEntry] = []
    try ownTurn(seed: seed) { transaction throws(StorageFailure) in
      var portions = Portions(conductor: self, transaction: transaction, now: now, seed: seed)
      if isStep { try portions.move(by: step) }
      if lost > Limits.outage {
        try portions.whole { $0.wasDown(from: now - lost) }
      }
      ledger = portions.ledger
    }
    noticed.step = .zero
    noticed.asleep = .zero
    noticed.ledger += ledger
    if lost > Limits.outage { noticed.outageSince = min(noticed.outageSince ?? now, now - lost) }
    if isStep { mustRebuild = true }
  }

  /// Plans anew where the rules are not those that were planned by, an upgrade while nothing ran
  /// included.
  func takeZones(now: Instant, seed: UInt64) throws(StorageFailure) {
    guard noticed.zones else { return }
    var ledger: [LedgerEntry] = []
    try ownTurn(seed: seed) { transaction throws(StorageFailure) in
      var portions = Portions(conductor: self, transaction: transaction, now: now, seed: seed)
      for name in try self.zonesInUse(transaction) {
        let before = try transaction.setting(Self.setting(ofZone: name))
        guard let print = self.fingerprint(ofZone: name), print != before else { continue }
        try transaction.set(setting: Self.setting(ofZone: name), to: print)
        if before != nil { try portions.whole { $0.record("zone-changed", name) } }
        try portions.planAnew(inZone: name)
      }
      ledger = portions.ledger
    }
    noticed.zones = false
    noticed.ledger += ledger
    if !ledger.isEmpty { mustRebuild = true }
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

  /// Those of people, and those that plans name themselves.
  private func zonesInUse(_ transaction: Transaction) throws(StorageFailure) -> [String] {
    let named = rules.plans.values.flatMap(\.plan.phases).flatMap(\.schedule.zoneNames)
    return Set(try transaction.zones() + named).sorted()
  }

  private func ownTurn(
    seed: UInt64, _ body: (Transaction) throws(StorageFailure) -> Void
  ) throws(StorageFailure) {
    var random = SeededRandom(seed: seed)
    try store.turn(nonces: Nonces(from: &random), body)
  }
}

/// Works through the whole house in one transaction, but holds only a few hundred people at once.
private struct Portions {
  let conductor: Conductor
  let transaction: Transaction
  let now: Instant
  let seed: UInt64
  var ledger: [LedgerEntry] = []

  init(conductor: Conductor, transaction: Transaction, now: Instant, seed: UInt64) {
    self.conductor = conductor
    self.transaction = transaction
    self.now = now
    self.seed = seed
  }

  mutating func move(by step: Duration) throws(StorageFailure) {
    try whole { $0.clockWasSet(by: step) }
    try each(try transaction.openCheckIns()) { ids, loader throws(StorageFailure) in
      try loader.checkIns(ids)
    } decide: {
      $0.clockWasSet(by: step, under: $1)
    }
    try each(try transaction.openAlerts().map(\.id)) { ids, loader throws(StorageFailure) in
      try loader.alerts(ids)
    } decide: {
      $0.clockWasSet(by: step, under: $1)
    }
    try each(try transaction.unsettledMessages().map(\.id)) { ids, loader throws(StorageFailure) in
      try loader.deliveries(ids)
    } decide: {
      $0.clockWasSet(by: step, under: $1)
    }
    try each(try transaction.pausedPeople()) { ids, loader throws(StorageFailure) in
      try loader.people(ids)
    } decide: {
      $0.clockWasSet(by: step, under: $1)
    }
    if step < .zero { try planAllAnew() }
  }

  private mutating func planAllAnew() throws(StorageFailure) {
    try each(try transaction.checkInsSkippedAhead(of: now)) {
      ids, loader throws(StorageFailure) in
      try loader.checkIns(ids)
    } decide: {
      $0.isStillToCome($1)
    }
    try planAnew(try transaction.liveEnrolments(), because: "clock")
  }

  /// The zone is that of people, or one that plans name themselves.
  mutating func planAnew(inZone name: String) throws(StorageFailure) {
    var ids = try transaction.enrolments(inZone: name, plannedAfter: now)
    for (plan, stored) in conductor.rules.plans.sorted(by: { $0.key < $1.key })
    where stored.plan.phases.contains(where: { $0.schedule.zoneNames.contains(name) }) {
      ids += try transaction.enrolments(on: plan, plannedAfter: now)
    }
    try planAnew(unique(ids), because: name)
  }

  private mutating func planAnew(_ ids: [EnrolmentID], because reason: String)
    throws(StorageFailure)
  {
    try each(ids) { ids, loader throws(StorageFailure) in
      try loader.enrolments(ids)
      try loader.people(unique(ids.compactMap { loader.slice.enrolments[$0]?.person }))
    } decide: {
      $0.planAnew($1, because: reason)
    }
  }

  /// What concerns the house and nobody in particular.
  mutating func whole(_ decide: (inout Decisions) -> Void) throws(StorageFailure) {
    var loader = Loader(transaction)
    try loader.base()
    try take(loader, decide)
  }

  private mutating func each<Kind>(
    _ ids: [ID<Kind>], load: ([ID<Kind>], inout Loader) throws(StorageFailure) -> Void,
    decide: (inout Decisions, ID<Kind>) -> Void
  ) throws(StorageFailure) {
    for start in stride(from: 0, to: ids.count, by: Conductor.subjectsMost) {
      let portion = Array(ids[start..<min(start + Conductor.subjectsMost, ids.count)])
      var loader = Loader(transaction)
      try load(portion, &loader)
      try take(loader) { decisions in
        for id in portion { decide(&decisions, id) }
      }
    }
  }

  private mutating func take(_ loader: Loader, _ decide: (inout Decisions) -> Void)
    throws(StorageFailure)
  {
    var decisions = try conductor.decisions(over: loader, now: now, seed: seed)
    decide(&decisions)
    try conductor.save(decisions, in: transaction)
    ledger += decisions.slice.ledger
  }
}
