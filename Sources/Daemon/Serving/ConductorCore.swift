package import CheckIns
package import Conducting
package import Control
internal import Messages
internal import Storage
package import Timekeeping

/// What the daemon hands to the conductor's thread.
package enum ConductorEvent: Sendable {
  case input(Input.Event)
  /// New rules and wording, taken whole before anything else of the turn.
  case configure(Rules, Presentation)
}

/// The conductor on its thread: turns letters into inputs, and after the commit sets going what
/// follows.
package struct ConductorCore: Turning {
  package typealias Answer = Result<InputAnswer, Refusal>

  /// What becomes of a turn once it is committed.
  package struct Effects: Sendable {
    package var send: @Sendable ([Dispatch]) -> Void
    package var journal: @Sendable ([LedgerEntry]) -> Void
    package var health: @Sendable (Health) -> Void
    package init(
      send: @escaping @Sendable ([Dispatch]) -> Void,
      journal: @escaping @Sendable ([LedgerEntry]) -> Void,
      health: @escaping @Sendable (Health) -> Void
    ) {
      self.send = send
      self.journal = journal
      self.health = health
    }
  }

  /// When this program was made, roughly: a clock before it is wrong.
  package static let made = Instant(seconds: 1_790_000_000)

  private let conductor: Conductor
  private let effects: Effects
  private let lifeSign: LifeSign
  private let faults: Faults
  private var flying: Set<Attempt> = []
  private var signedAt = Instant.distantPast
  private var clockWasSet = false
  private var started = false
  private let lastAlive: Instant?
  package let earliestPossible: Instant

  /// `lastAlive` is the life sign before this start.
  package init(
    conductor: Conductor, lifeSign: LifeSign, lastAlive: Instant?, faults: Faults,
    effects: Effects
  ) {
    self.conductor = conductor
    self.effects = effects
    self.lifeSign = lifeSign
    self.lastAlive = lastAlive
    self.faults = faults
    // A clock may be set back a little; a machine that woke up in 1970 is another matter.
    earliestPossible = max(Self.made, (lastAlive ?? .distantPast) - .hours(24))
  }

  package mutating func turn(now: Instant, letters: [Letter<ConductorEvent>], seed: UInt64)
    throws(TurnFailure) -> TurnReport<Answer>
  {
    faults.turn()
    try start(now: now, seed: seed)
    var inputs = inputs(letters)
    if clockWasSet { inputs.append(Input(.clockChanged)) }
    let result = conductor.turn(now: now, inputs: inputs, seed: seed)
    if let failure = result.failure {
      throw TurnFailure(StorageFailure(result.failureKind ?? .busy, failure))
    }
    clockWasSet = false
    faults.reach()
    settle(inputs)
    for dispatch in result.dispatches {
      flying.insert(Attempt(message: dispatch.message.id, number: dispatch.message.attempt))
    }
    if !result.dispatches.isEmpty {
      effects.send(result.dispatches)
      faults.reach()
    }
    if !result.ledger.isEmpty { effects.journal(result.ledger) }
    giveLifeSign(now)
    effects.health(
      Health(
        queued: conductor.queued, inFlight: flying.count, nextDeadline: result.nextDeadline))
    return TurnReport(
      answers: result.answers + configured(letters), nextDeadline: result.nextDeadline,
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

  private func inputs(_ letters: [Letter<ConductorEvent>]) -> [Input] {
    letters.compactMap { letter in
      switch letter.event {
      case .input(let event): return Input(ticket: letter.ticket, event)
      case .configure(let rules, let presentation):
        conductor.reload(rules: rules, presentation: presentation)
        return nil
      }
    }
  }

  private func configured(_ letters: [Letter<ConductorEvent>]) -> [(ticket: UInt64, answer: Answer)]
  {
    letters.compactMap { letter in
      guard case .configure = letter.event, let ticket = letter.ticket else { return nil }
      return (ticket, .success(.taken))
    }
  }

  private mutating func settle(_ inputs: [Input]) {
    for input in inputs {
      guard case .outcome(let message, let number, _) = input.event else { continue }
      flying.remove(Attempt(message: message, number: number))
    }
  }

  private mutating func giveLifeSign(_ now: Instant) {
    guard now - signedAt >= .seconds(15) || now < signedAt else { return }
    signedAt = now
    lifeSign.give(at: now)
  }

  package mutating func clockWasSet(by step: Duration) { clockWasSet = true }

  package mutating func claimNoMore() { conductor.isDraining = true }

  package var unsettled: Int { flying.count }

  /// The database checkpoints and closes with the last reference to it, which is ours.
  package mutating func close() { lifeSign.give(at: signedAt) }
}

extension TurnFailure {
  /// What a failure of the database means for the turns to come.
  init(_ failure: StorageFailure) {
    self =
      switch failure.kind {
      case .full, .busy, .readOnly, .stale: .later(failure.description)
      case .refused, .unreadable, .mistake: .letter(failure.description)
      case .corrupt, .io, .newer, .inUse, .superseded, .wrongKey, .place:
        .fatal(failure.description)
      }
  }
}
