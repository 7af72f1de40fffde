import CheckIns
import Messages
import Sealing
import Storage
import Timekeeping

/// What of one kind a step of the clock has still to go through.
struct ClockMove {
  /// Where the last step is kept: the clock before and after it, in milliseconds.
  static let setting = "clock"
  /// What is gone through before a turn looks at what came in: about a twentieth of a second.
  static let rowsPerTurn = 1000

  var kind: MovingClock.Kind
  /// By rising id.
  var ids: [Int64]
  var next = 0
}

/// A row of any kind that has a number.
private enum AnyRow: Identifiable64 { static let letter: Character = "#" }

extension Conductor {
  /// A step of the clock is on its way through the house: nothing is due before it is done.
  package var isMoving: Bool { store.moving != nil }

  /// Notes the step, and that it must be taken to the end whatever happens; nothing else.
  func beginMoving(
    by step: Duration, outageFor lost: Duration, keptCallbacks: Bool, now: Instant, seed: UInt64
  ) throws(StorageFailure) {
    var random = SeededRandom(seed: seed)
    ledger += try store.turn(nonces: Nonces(from: &random)) { transaction throws(StorageFailure) in
      var loader = Loader(transaction)
      try loader.gateways()
      let limit = transaction.nextIDs(1)[0]
      var decisions = try self.decisions(over: loader, now: now, seed: seed)
      if step != .zero {
        let before = (now - step).milliseconds
        try transaction.set(setting: ClockMove.setting, to: "\(before) \(now.milliseconds)")
        try transaction.begin(MovingClock(step: step, limit: limit))
        decisions.clockWasSet(by: step)
      }
      if lost > Limits.outage {
        decisions.wasDown(from: now - lost, keptCallbacks: keptCallbacks)
      }
      try self.save(decisions, in: transaction)
      return decisions.slice.ledger
    }
    clockMove = nil
  }

  /// Goes on with the step that is under way.
  ///
  /// - Parameter most: so many rows, roughly.
  func moveOn(now: Instant, seed: UInt64, most: Int) throws(StorageFailure) {
    var seed = seed
    var left = most
    while let moving = store.moving, left > 0 {
      seed = SeededRandom.seed(after: seed)
      guard let kind = moving.kind else {
        clockMove = nil
        seed = SeededRandom.seed(after: seed)
        try change(seed: seed) { transaction throws(StorageFailure) in try transaction.endMoving() }
        mustRebuild = true
        return
      }
      if clockMove == nil {
        clockMove = ClockMove(kind: kind, ids: try ids(of: kind, moving, now: now))
      }
      guard var move = clockMove else { return }
      let part = move.ids[move.next..<min(move.next + min(left, Self.portionSize), move.ids.count)]
      guard let last = part.last else {
        clockMove = nil
        seed = SeededRandom.seed(after: seed)
        try change(seed: seed) { transaction throws(StorageFailure) in
          try transaction.reach(.max, of: kind)
        }
        continue
      }
      try take(Array(part), kind, by: moving.step, now: now, seed: seed)
      // One that was refused is left behind.
      if (store.moving?.reached[kind.rawValue] ?? .max) < last {
        seed = SeededRandom.seed(after: seed)
        try change(seed: seed) { transaction throws(StorageFailure) in
          try transaction.reach(last, of: kind)
        }
      }
      move.next = part.endIndex
      clockMove = move
      left -= part.count
    }
  }

  /// A transaction that decides nothing about people.
  private func change(
    seed: UInt64, _ body: (Transaction) throws(StorageFailure) -> Void
  ) throws(StorageFailure) {
    var random = SeededRandom(seed: seed)
    try store.turn(nonces: Nonces(from: &random), body)
  }

  private func ids(of kind: MovingClock.Kind, _ moving: MovingClock, now: Instant)
    throws(StorageFailure) -> [Int64]
  {
    let all = try read { transaction throws(StorageFailure) -> [Int64] in
      switch kind {
      case .people: try transaction.pausedPeople().map(\.rawValue)
      case .alerts: try transaction.openAlerts().map(\.id.rawValue)
      case .checkIns: try transaction.openCheckIns().map(\.rawValue)
      case .messages: try transaction.unsettledMessages().map(\.id.rawValue)
      case .skipped: try transaction.checkInsSkippedAhead(of: now).map(\.rawValue)
      case .enrolments: try transaction.liveEnrolments().map(\.rawValue)
      }
    }
    let reached = moving.reached[kind.rawValue]
    return all.filter { $0 > reached && $0 < moving.limit }.sorted()
  }

  /// What is loaded has moved; the transaction that says so says how far that is.
  private func take(
    _ part: [Int64], _ kind: MovingClock.Kind, by step: Duration, now: Instant, seed: UInt64
  ) throws(StorageFailure) {
    try inPortions(of: part.map { ID<AnyRow>(rawValue: $0) }, now: now, seed: seed) {
      rows, loader, decide throws(StorageFailure) in
      let ids = rows.map(\.rawValue)
      switch kind {
      case .people: try loader.alone(ids.map(PersonID.init(rawValue:)))
      case .alerts:
        try loader.alerts(ids.map(AlertID.init(rawValue:)))
        decide = { for id in ids { $0.moved(by: step, AlertID(rawValue: id)) } }
      case .checkIns:
        try loader.checkIns(ids.map(CheckInID.init(rawValue:)))
        decide = { for id in ids { $0.moved(by: step, CheckInID(rawValue: id)) } }
      case .messages:
        try loader.deliveries(ids.map(MessageID.init(rawValue:)))
        decide = { for id in ids { $0.moved(by: step, MessageID(rawValue: id)) } }
      case .skipped:
        try loader.checkIns(ids.map(CheckInID.init(rawValue:)))
        decide = { for id in ids { $0.isStillToCome(CheckInID(rawValue: id)) } }
      case .enrolments:
        try loader.enrolments(ids.map(EnrolmentID.init(rawValue:)))
        try loader.people(unique(loader.slice.enrolments.sorted.map(\.person)))
        decide = {
          for id in ids { $0.planAnew(EnrolmentID(rawValue: id), because: "clock") }
        }
      }
      if let last = ids.last { try loader.transaction.reach(last, of: kind) }
    }
  }
}
