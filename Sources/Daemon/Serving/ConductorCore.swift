package import CheckIns
package import Conducting
package import Control
internal import Messages
package import Storage
package import Timekeeping

/// What the daemon hands to the conductor's thread.
package enum ConductorEvent: Sendable {
  case input(Input.Event)
  /// New rules and wording, taken whole before anything else of the turn.
  case configure(Rules, Presentation)

  fileprivate var configures: Bool { if case .configure = self { true } else { false } }
}

/// The conductor on its thread: turns letters into inputs, and after the commit sets going what
/// follows.
package struct ConductorCore: Turning {
  package typealias Answer = Result<InputAnswer, Refusal>

  /// What becomes of a turn once it is committed.
  package struct Effects: Sendable {
    package var send: @Sendable ([Dispatch]) -> Void
    /// Questions to providers about messages in doubt.
    package var ask: @Sendable ([Inquiry]) -> Void
    package var journal: @Sendable ([LedgerEntry]) -> Void
    package var health: @Sendable (Health) -> Void
    /// Replies since then may have been missed: providers are to be asked.
    package var outage: @Sendable (Instant) -> Void
    package init(
      send: @escaping @Sendable ([Dispatch]) -> Void,
      ask: @escaping @Sendable ([Inquiry]) -> Void = { _ in },
      journal: @escaping @Sendable ([LedgerEntry]) -> Void,
      health: @escaping @Sendable (Health) -> Void,
      outage: @escaping @Sendable (Instant) -> Void = { _ in }
    ) {
      self.outage = outage
      self.send = send
      self.ask = ask
      self.journal = journal
      self.health = health
    }
  }

  /// When this program was made, roughly: a clock before it is wrong.
  package static let made = Instant(seconds: 1_790_000_000)

  let conductor: Conductor
  let effects: Effects
  private let lifeSign: LifeSign
  private let faults: Faults
  let spool: Spool?
  /// Why the database last refused what is in the spool, when, and how long it is left alone.
  var spoolRefused: (at: Instant, wait: Duration, failure: TurnFailure)?
  /// Of the spool, when a turn was last committed.
  private var refusalsBefore = 0
  private var flying: Set<Attempt> = []
  private var signedAt: Instant?
  private var started = false
  private var upkeep = Upkeep()
  private var oldestWait: Duration?
  private var waitSeenAt = Instant.distantPast
  private let lastAlive: Instant?
  private let watchers: Watchers
  private var lookedAt = Instant.distantPast

  /// What is asked of the machine beside its clock.
  package struct Watchers: Sendable {
    /// Looks at the files of the zones in use; whether the rules of one have changed.
    package var zonesChanged: @Sendable () -> Bool
    /// A time server keeps the clock, so what it says is true.
    package var clockIsKept: @Sendable () -> Bool
    package init(
      zonesChanged: @escaping @Sendable () -> Bool = { false },
      clockIsKept: @escaping @Sendable () -> Bool = { false }
    ) {
      self.zonesChanged = zonesChanged
      self.clockIsKept = clockIsKept
    }
  }

  /// A clock may be set back a little; a machine that woke up in 1970 is another matter. But where
  /// a time server keeps the clock, it was the last life sign that was wrong.
  package var earliestPossible: Instant {
    let known = max(Self.made, (lastAlive ?? .distantPast) - .hours(24))
    return known > Self.made && watchers.clockIsKept() ? Self.made : known
  }

  /// `lastAlive` is the life sign before this start; `spool` holds callbacks that the database
  /// could not take.
  package init(
    conductor: Conductor, lifeSign: LifeSign, lastAlive: Instant?, faults: Faults,
    spool: Spool? = nil, effects: Effects, watchers: Watchers = Watchers()
  ) {
    self.watchers = watchers
    self.conductor = conductor
    self.effects = effects
    self.lifeSign = lifeSign
    self.lastAlive = lastAlive
    self.faults = faults
    conductor.ended = { if $0 == .save { faults.reach(.written) } }
    self.spool = spool
  }

  package mutating func turn(now: Instant, letters: [Letter<ConductorEvent>], seed: UInt64)
    throws(TurnFailure) -> TurnReport<Answer>
  {
    faults.turn()
    try start(now: now, seed: seed)
    if letters.isEmpty, conductor.isIdle(now: now) { try keepUp(now: now, seed: seed) }
    try takeSpool(now: now, seed: seed &+ 3)
    let before = conductor.configured
    let configured = configure(letters)
    let inputs = inputs(letters)
    lookAtZones(now)
    let result = conductor.turn(now: now, inputs: inputs, seed: seed)
    if let failure = result.failure {
      if letters.contains(where: \.event.configures) { conductor.takeBack(before) }
      throw TurnFailure(StorageFailure(result.failureKind ?? .busy, failure))
    }
    faults.reach(.committed)
    refusalsBefore = spool?.refusals ?? 0
    settle(inputs)
    for dispatch in result.dispatches {
      flying.insert(Attempt(message: dispatch.message.id, number: dispatch.message.attempt))
    }
    if !result.dispatches.isEmpty {
      effects.send(result.dispatches)
      faults.reach(.sent)
    }
    if !result.inquiries.isEmpty { effects.ask(result.inquiries) }
    if !result.ledger.isEmpty { effects.journal(result.ledger) }
    if let since = result.outageSince { effects.outage(since) }
    if !result.ledger.isEmpty || !inputs.isEmpty { upkeep.committed(at: now) }
    giveLifeSign(now)
    lookAtWaits(now)
    effects.health(
      Health(
        queued: conductor.queued, inFlight: flying.count, oldestWait: oldestWait,
        nextDeadline: result.nextDeadline))
    return TurnReport(
      answers: result.answers + configured, nextDeadline: result.nextDeadline,
      moreWork: result.moreWork, putAside: result.putAside)
  }

  /// Once, in the first turn: settles what the last run left open and fills the wheel.
  private mutating func start(now: Instant, seed: UInt64) throws(TurnFailure) {
    guard !started else { return }
    do throws(StorageFailure) {
      let result = try conductor.start(now: now, lastAlive: lastAlive, seed: seed)
      effects.journal(result.ledger)
    } catch {
      throw TurnFailure(error)
    }
    started = true
    giveLifeSign(now)
  }

  /// At most once a minute; a turn comes as often anyhow.
  private mutating func lookAtZones(_ now: Instant) {
    guard now - lookedAt >= .minutes(1) || now < lookedAt else { return }
    lookedAt = now
    if watchers.zonesChanged() { conductor.zonesMayHaveChanged() }
  }

  private func inputs(_ letters: [Letter<ConductorEvent>]) -> [Input] {
    letters.compactMap { letter in
      guard case .input(let event) = letter.event else { return nil }
      return Input(ticket: letter.ticket, event)
    }
  }

  /// New rules count from this turn's inputs on.
  private func configure(_ letters: [Letter<ConductorEvent>]) -> [(ticket: UInt64, answer: Answer)]
  {
    letters.compactMap { letter in
      guard case .configure(let rules, let presentation) = letter.event else { return nil }
      var answer = Answer.success(.taken)
      do throws(Refusal) {
        try conductor.reload(rules: rules, presentation: presentation)
        _ = watchers.zonesChanged()
      } catch {
        answer = .failure(error)
      }
      return letter.ticket.map { ($0, answer) }
    }
  }

  private mutating func settle(_ inputs: [Input]) {
    for input in inputs {
      guard case .outcome(let message, let number, _) = input.event else { continue }
      flying.remove(Attempt(message: message, number: number))
    }
  }

  /// In a moment of rest only.
  private mutating func keepUp(now: Instant, seed: UInt64) throws(TurnFailure) {
    let due = upkeep.due(at: now)
    if due.forget {
      do throws(StorageFailure) {
        try conductor.forgetReceived(now: now, seed: seed &+ 3)
        upkeep.committed(at: now)
      } catch { throw TurnFailure(error) }
    }
    if due.checkpoint { conductor.checkpoint() }
  }

  /// In a burst very many wait: they are looked at now and then.
  private mutating func lookAtWaits(_ now: Instant) {
    if conductor.queued == 0 { oldestWait = nil }
    guard now - waitSeenAt >= .seconds(10) || now < waitSeenAt else { return }
    waitSeenAt = now
    oldestWait = conductor.oldestWait(now: now)
  }

  private mutating func giveLifeSign(_ now: Instant) {
    guard signedAt.map({ now - $0 >= .seconds(15) || now < $0 }) ?? true else { return }
    signedAt = now
    lifeSign.give(at: now)
  }

  /// Before the first turn nothing was counted yet.
  package mutating func clockWasSet(by step: Duration) {
    if started { conductor.clockWasSet(by: step) }
  }

  package mutating func wasAsleep(for span: Duration) {
    if started { conductor.wasAsleep(for: span) }
  }

  /// Callbacks that the spool took in the meantime are not lost.
  package mutating func wroteNothing(for span: Duration) {
    guard started else { return }
    let refusals = spool?.refusals
    conductor.wroteNothing(for: span, keptCallbacks: refusals != nil && refusals == refusalsBefore)
  }

  package mutating func claimNoMore() { conductor.isDraining = true }

  package var unsettled: Int { flying.count }

  /// The database checkpoints and closes with the last reference to it, which is ours.
  package mutating func close() { if let signedAt { lifeSign.give(at: signedAt) } }
}

extension TurnFailure {
  /// What a failure of the database means for the turns to come.
  package init(_ failure: StorageFailure) {
    self =
      switch failure.kind {
      case .full, .busy, .readOnly, .stale: .later(failure.description)
      case .refused, .unreadable, .mistake: .letter(failure.description)
      case .corrupt, .io, .newer, .inUse, .superseded, .wrongKey, .place:
        .fatal(failure.description)
      }
  }
}
