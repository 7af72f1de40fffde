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
  /// How long nothing could be written, and whether what came meanwhile by callbacks is here.
  var unwritten = Duration.zero
  var keptCallbacks = true
  /// The rules of zones are to be compared with those that were planned by.
  var zones = true
  /// Since when replies may have been missed, until that was told.
  var outageSince: Instant?
}

extension Conductor {
  /// The clock was set by this much, forward or (negative) backward; the next turn takes it in.
  package func clockWasSet(by step: Duration) { noticed.step = noticed.step + step }

  /// Nothing ran for this long: the machine was suspended, or the process stopped.
  package func wasAsleep(for span: Duration) { noticed.asleep = max(noticed.asleep, span) }

  /// The database took nothing for this long: what was to be fetched meanwhile lies where it was,
  /// and callbacks are lost that could not be kept. The next turn takes it in.
  package func wroteNothing(for span: Duration, keptCallbacks: Bool) {
    noticed.unwritten = max(noticed.unwritten, span)
    noticed.keptCallbacks = noticed.keptCallbacks && keptCallbacks
  }

  /// The rules of zones may have changed; the next turn compares them.
  package func zonesMayHaveChanged() { noticed.zones = true }

  /// A step beyond `Limits.outage` moves what was counted, and where it went back all is planned
  /// anew. Forward, as after sleep, replies may have been missed: nobody knows whether the machine
  /// or its clock stood still.
  func takeClock(now: Instant, seed: UInt64) throws(StorageFailure) {
    let (step, asleep, unwritten) = (noticed.step, noticed.asleep, noticed.unwritten)
    guard step != .zero || asleep != .zero || unwritten != .zero else { return }
    let isFar = step > Limits.outage || step < .zero - Limits.outage
    let away = max(step, asleep)
    let lost = max(away, unwritten)
    // One at a time: the step before is taken to its end.
    if isFar { try moveOn(now: now, seed: seed &+ 1, most: .max) }
    if isFar || lost > Limits.outage {
      let kept = away <= Limits.outage && noticed.keptCallbacks
      try beginMoving(
        by: isFar ? step : .zero, outageFor: lost, keptCallbacks: kept, now: now, seed: seed)
      mustRebuild = true
    }
    noticed.step = .zero
    noticed.asleep = .zero
    noticed.unwritten = .zero
    noticed.keptCallbacks = true
    if lost > Limits.outage {
      noticed.outageSince = min(noticed.outageSince ?? now, now - lost)
    }
  }

  /// At a start: the life sign lies in the future, so the clock was wrong then or is now. Not where
  /// the step was taken before the crash.
  func noteStep(since lastAlive: Instant, now: Instant) throws(StorageFailure) {
    guard lastAlive - now > Limits.outage else { return }
    let taken = try read { transaction throws(StorageFailure) in
      try transaction.setting(ClockMove.setting)
    }
    let ends = (taken ?? "").split(separator: " ").compactMap { Int64($0) }
    if ends.count == 2, lastAlive.milliseconds <= ends[0] + Limits.outage.milliseconds,
      now.milliseconds >= ends[1]
    {
      return
    }
    clockWasSet(by: now - lastAlive)
  }

  /// One decision about the house and nobody in particular, in a transaction of its own.
  func whole(now: Instant, seed: UInt64, _ decide: (inout Decisions) -> Void)
    throws(StorageFailure)
  {
    var random = SeededRandom(seed: seed)
    ledger += try store.turn(nonces: Nonces(from: &random)) { transaction throws(StorageFailure) in
      var loader = Loader(transaction)
      try loader.base()
      var decisions = try self.decisions(over: loader, now: now, seed: seed)
      decide(&decisions)
      try self.save(decisions, in: transaction)
      return decisions.slice.ledger
    }
  }
}
