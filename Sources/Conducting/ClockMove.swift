import CheckIns
import Messages
import Sealing
import Storage
import Timekeeping

/// Takes a step of the clock through the whole house, a few hundred people in memory at once.
struct ClockMove {
  /// Where the last step is kept: the clock before and after it, in milliseconds.
  static let setting = "clock"

  private let conductor: Conductor
  /// The one transaction for all; nil: one for each portion.
  private let transaction: Transaction?
  private let now: Instant
  private let seed: UInt64
  private(set) var ledger: [LedgerEntry] = []

  init(conductor: Conductor, within transaction: Transaction?, now: Instant, seed: UInt64) {
    self.conductor = conductor
    self.transaction = transaction
    self.now = now
    self.seed = seed
  }

  mutating func all(by step: Duration) throws(StorageFailure) {
    if let transaction {
      let before = (now - step).milliseconds
      try transaction.set(setting: Self.setting, to: "\(before) \(now.milliseconds)")
      try decide(over: transaction) { $0.clockWasSet(by: step) }
    } else {
      try conductor.whole(now: now, seed: seed) { $0.clockWasSet(by: step) }
    }
    try each { transaction throws(StorageFailure) in
      try transaction.openCheckIns()
    } load: { ids, loader throws(StorageFailure) in
      try loader.checkIns(ids)
    } decide: {
      $0.clockWasSet(by: step, under: $1)
    }
    try each { transaction throws(StorageFailure) in
      try transaction.openAlerts().map(\.id)
    } load: { ids, loader throws(StorageFailure) in
      try loader.alerts(ids)
    } decide: {
      $0.clockWasSet(by: step, under: $1)
    }
    try each { transaction throws(StorageFailure) in
      try transaction.unsettledMessages().map(\.id)
    } load: { ids, loader throws(StorageFailure) in
      try loader.deliveries(ids)
    } decide: {
      $0.clockWasSet(by: step, under: $1)
    }
    try each { transaction throws(StorageFailure) in
      try transaction.pausedPeople()
    } load: { ids, loader throws(StorageFailure) in
      try loader.people(ids)
    } decide: {
      $0.clockWasSet(by: step, under: $1)
    }
    if step < .zero { try planAnew() }
  }

  private mutating func planAnew() throws(StorageFailure) {
    let now = now
    try each { transaction throws(StorageFailure) in
      try transaction.checkInsSkippedAhead(of: now)
    } load: { ids, loader throws(StorageFailure) in
      try loader.checkIns(ids)
    } decide: {
      $0.isStillToCome($1)
    }
    try each { transaction throws(StorageFailure) in
      try transaction.liveEnrolments()
    } load: { ids, loader throws(StorageFailure) in
      try loader.enrolments(ids)
      try loader.people(unique(ids.compactMap { loader.slice.enrolments[$0]?.person }))
    } decide: {
      $0.planAnew($1, because: "clock")
    }
  }

  private mutating func each<Kind>(
    _ find: (Transaction) throws(StorageFailure) -> [ID<Kind>],
    load: ([ID<Kind>], inout Loader) throws(StorageFailure) -> Void,
    decide: @escaping (inout Decisions, ID<Kind>) -> Void
  ) throws(StorageFailure) {
    guard let transaction else {
      return try conductor.inPortions(of: try conductor.read(find), now: now, seed: seed) {
        part, loader, deciding throws(StorageFailure) in
        try load(part, &loader)
        deciding = { decisions in for id in part { decide(&decisions, id) } }
      }
    }
    let ids = try find(transaction)
    for start in stride(from: 0, to: ids.count, by: Conductor.portionSize) {
      let part = Array(ids[start..<min(start + Conductor.portionSize, ids.count)])
      try self.decide(over: transaction) { loader throws(StorageFailure) in
        try load(part, &loader)
        try loader.demandOwners(of: part.map(\.rawValue))
      } _: { decisions in
        for id in part { decide(&decisions, id) }
      }
    }
  }

  private mutating func decide(
    over transaction: Transaction,
    load: (inout Loader) throws(StorageFailure) -> Void = { _ in },
    _ decide: (inout Decisions) -> Void
  ) throws(StorageFailure) {
    var loader = Loader(transaction)
    try loader.base()
    try load(&loader)
    var decisions = try conductor.decisions(over: loader, now: now, seed: seed)
    decide(&decisions)
    try conductor.save(decisions, in: transaction)
    ledger += decisions.slice.ledger
  }
}
