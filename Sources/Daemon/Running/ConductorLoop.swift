package import Timekeeping

/// What the conductor's thread does between two sleeps, as a value that can be stepped by hand.
package struct ConductorLoop<Core: Turning> {
  package typealias Box = Mailbox<Core.Event, Core.Answer>

  package enum Step: Hashable, Sendable {
    /// More work waits.
    case again
    /// Nothing to do until then, unless woken; nil: for any length of time.
    case sleep(until: Instant?, atMost: Duration?)
    case end(Ending)
  }

  package enum Ending: Hashable, Sendable {
    /// Nothing was in flight any more.
    case clean
    /// The time for finishing was over with so many attempts in flight; they are in doubt.
    case cutShort(unsettled: Int)
    case failed(String)
  }

  /// What the loop tells about itself.
  package enum News: Hashable, Sendable {
    /// A turn was made, or a fault that waiting can mend was met: not stuck.
    case alive
    case waitingForClock(now: Instant, earliest: Instant)
    /// It was waited for.
    case clockIsRight
    case clockWasSet(Duration)
    /// It was to wake so much earlier: suspended, or stopped.
    case overslept(Duration)
    case notCommitted(String)
    /// A letter nobody can take, or something due that nobody can decide, was put aside.
    case putAside(String)
    /// Turns commit again.
    case recovered
  }

  package struct Limits: Sendable {
    package var lettersPerTurn = 500
    /// From the wish to end to giving up on what is in flight.
    package var finishWithin: Duration = .seconds(20)
    /// First and longest wait after a turn that was not committed.
    package var retryFirst: Duration = .seconds(1)
    package var retryLongest: Duration = .seconds(30)
    /// Longest sleep: half the time the watchdog waits; nil where there is none.
    package var aliveEvery: Duration?

    package init() {}
  }

  package private(set) var core: Core
  private let mailbox: Box
  private let limits: Limits
  private let tell: (News) -> Void
  private var watch = ClockWatch()
  /// Of turns that were not committed: outcomes and receipts nobody would bring again.
  private var kept: [Letter<Core.Event>] = []
  private var retryDelay: Duration?
  /// Since the machine started, when the first of the turns failed that were not committed.
  private var refusedSince: Duration?
  /// Of a turn that one letter spoilt: each gets a turn of its own.
  private var suspects: [Letter<Core.Event>] = []
  private var claimsNoMore = false
  private var finishBy: Duration?
  private var waitedForClock = false

  package init(core: Core, mailbox: Box, limits: Limits, tell: @escaping (News) -> Void) {
    self.core = core
    self.mailbox = mailbox
    self.limits = limits
    self.tell = tell
  }

  /// One turn. `uptime` never goes back.
  package mutating func step(now: Instant, uptime: Duration, seed: UInt64) -> Step {
    if let step = watch.step(now: now, uptime: uptime) {
      tell(.clockWasSet(step))
      core.clockWasSet(by: step)
    }
    if let span = watch.overslept(uptime: uptime) {
      tell(.overslept(span))
      core.wasAsleep(for: span)
    }
    if let refusedSince, uptime > refusedSince { core.wroteNothing(for: uptime - refusedSince) }
    let delivery = mailbox.take(limit: suspects.isEmpty ? limits.lettersPerTurn : 0)
    heed(delivery, uptime: uptime)
    let letters = suspects.isEmpty ? kept + delivery.letters : [suspects.removeFirst()]
    kept = []
    guard now >= core.earliestPossible else { return waitForClock(now, letters, uptime) }
    if waitedForClock { tell(.clockIsRight) }
    waitedForClock = false
    do {
      let report = try core.turn(now: now, letters: letters, seed: seed)
      return committed(report, more: delivery.more, uptime: uptime)
    } catch {
      return failed(error, letters, uptime: uptime)
    }
  }

  private mutating func heed(_ delivery: Box.Delivery, uptime: Duration) {
    if delivery.claimNoMore, !claimsNoMore {
      claimsNoMore = true
      core.claimNoMore()
    }
    if delivery.finish, finishBy == nil { finishBy = uptime + limits.finishWithin }
  }

  private mutating func committed(
    _ report: TurnReport<Core.Answer>, more: Bool, uptime: Duration
  ) -> Step {
    mailbox.settle(report.answers.map { ($0.ticket, .success($0.answer)) })
    if retryDelay != nil { tell(.recovered) }
    retryDelay = nil
    refusedSince = nil
    for reason in report.putAside { tell(.putAside(reason)) }
    tell(.alive)
    let more = more || report.moreWork || !suspects.isEmpty
    if let ending = ending(idle: !more, uptime: uptime) { return ending }
    return more ? .again : sleep(until: report.nextDeadline, uptime: uptime)
  }

  private mutating func failed(
    _ failure: TurnFailure, _ letters: [Letter<Core.Event>], uptime: Duration
  ) -> Step {
    switch failure {
    case .fatal(let reason):
      refuse(letters, reason)
      mailbox.close()
      return .end(.failed(reason))
    case .letter where letters.count > 1:
      suspects = letters
    case .letter(let reason) where letters.count == 1:
      refuse(letters, reason)
      tell(.putAside(reason))
    case .later(let reason), .letter(let reason):
      refuse(letters + suspects, reason, mayBeWritten: !failure.isOfTheDatabase)
      kept = (letters + suspects).filter { $0.ticket == nil }
      suspects = []
      if retryDelay == nil { tell(.notCommitted(reason)) }
      refusedSince = refusedSince ?? uptime
      retryDelay = min(retryDelay.map { $0 * 2 } ?? limits.retryFirst, limits.retryLongest)
    }
    tell(.alive)
    if let ending = ending(idle: kept.isEmpty && suspects.isEmpty, uptime: uptime) { return ending }
    guard let retryDelay, suspects.isEmpty else { return .again }
    return sleep(until: nil, atMost: retryDelay, uptime: uptime)
  }

  private func refuse(
    _ letters: [Letter<Core.Event>], _ reason: String, mayBeWritten: Bool = true
  ) {
    let refusal: MailboxRefusal = mayBeWritten ? .notCommitted(reason) : .cannotWrite(reason)
    mailbox.settle(
      letters.compactMap { letter in
        letter.ticket.map { ($0, .failure(refusal)) }
      })
  }

  private mutating func waitForClock(
    _ now: Instant, _ letters: [Letter<Core.Event>], _ uptime: Duration
  ) -> Step {
    refuse(letters + suspects, "this machine's clock is not set yet")
    kept = (letters + suspects).filter { $0.ticket == nil }
    suspects = []
    if !waitedForClock { tell(.waitingForClock(now: now, earliest: core.earliestPossible)) }
    waitedForClock = true
    tell(.alive)
    return ending(idle: true, uptime: uptime) ?? sleep(until: core.earliestPossible, uptime: uptime)
  }

  private mutating func ending(idle: Bool, uptime: Duration) -> Step? {
    guard let finishBy else { return nil }
    let unsettled = core.unsettled + kept.count
    let clean = idle && unsettled == 0
    guard clean || uptime >= finishBy else { return nil }
    mailbox.close()
    core.close()
    return .end(clean ? .clean : .cutShort(unsettled: unsettled))
  }

  private mutating func sleep(until: Instant?, atMost: Duration? = nil, uptime: Duration) -> Step {
    let limits = [atMost, limits.aliveEvery, finishBy.map { max(.zero, $0 - uptime) }]
    let most = limits.compactMap(\.self).min()
    watch.sleeps(atMost: most, uptime: uptime)
    return .sleep(until: until, atMost: most)
  }
}
