package import CheckIns
import Control
import Messages
import Sealing
package import Storage
package import Timekeeping

/// Owns the only writing connection, the wheel and the ready queue, and turns: a plain function of
/// the moment, what came in, and a seed. Used from one thread.
///
/// What is in memory is an index over the database; after a turn that failed it is built anew.
package final class Conductor {
  package static let subjectsMost = 500
  /// The wheel holds what is due within this.
  package static let horizonSpan = Duration.hours(48)

  package let store: Store
  package internal(set) var rules: Rules
  package internal(set) var presentation: Presentation
  var wheel = Wheel(at: .distantPast)
  var ready = ReadyQueue()
  /// Messages in doubt, whose end the wheel watches.
  var doubts: Set<MessageID> = []
  /// Attempts by gateway whose outcome has not come back.
  var inFlight: [String: Int] = [:]
  var pacing = Pacing()
  /// By channels that are out of order.
  var sweeps: [Channel: Sweep] = [:]
  /// New rules came: what is out of order is tried at once.
  var mayBeMended = false
  /// The wheel wakes then for the next message that a rate lets leave.
  var opens: Instant?
  /// The wheel wakes then for canaries.
  var canaryDue: Instant?
  /// Coordinators and operators; nil when they must be read again.
  var staff: [PersonID]?
  /// Of transactions beside the turns: for the next result.
  var ledger: [LedgerEntry] = []
  var refused: [String] = []
  /// Entries of the wheel that lie ahead and that the database knows no more.
  var stale = 0
  /// Up to where the wheel is filled.
  var horizon = Instant.distantPast
  var mustRebuild = true
  /// Of clock and zones, since the last turn.
  var noticed = Noticed()
  /// What the step of the clock that is under way has still to go through; nil where that must be
  /// looked up.
  var clockMove: ClockMove?
  /// How many rows a step of the clock goes through before what came in is looked at.
  package var movedPerTurn = ClockMove.rowsPerTurn
  /// What the database refuses to have decided or sent, by id: not tried again before that time.
  /// The entry is of what was due; nil for a message that was to leave.
  var aside: [Int64: (until: Instant, entry: Wheel.Entry?)] = [:]
  /// Rows that could not be read, of any transaction, and not told of yet.
  var unreadable: [Unreadable] = []
  /// Those that were told of, by table and number: not again before that time.
  var toldUnreadable: [String: Instant] = [:]
  /// The messages that the newest transaction wanted to claim, whatever became of it.
  var lastChosen: [MessageID] = []
  /// The plans of `rules` are in the database, and occurrences to come follow them.
  var plansAreTaken = false
  /// No new attempt is claimed (the daemon is stopping).
  package var isDraining = false
  /// Messages that wait for a gateway with room, or for their time.
  package var queued: Int { ready.count }
  /// Told the end of each part of a turn, in order; a turn that fails ends early.
  package var ended: (TurnPart) -> Void = { _ in }

  package init(store: Store, rules: Rules, presentation: Presentation) {
    self.store = store
    self.rules = rules
    self.rules.windowKey = store.windowKey
    self.presentation = presentation
  }

  /// Settles what a crash left open and fills the indexes. `lastAlive` is the last sign of life of
  /// the daemon before this one, nil for a new database.
  package func start(now: Instant, lastAlive: Instant?, seed: UInt64) throws(StorageFailure)
    -> TurnResult
  {
    try takePlans(now: now, seed: seed &+ 1)
    if let lastAlive { try noteStep(since: lastAlive, now: now) }
    try takeClock(now: now, seed: seed &+ 3)
    try takeZones(now: now, seed: seed &+ 6)
    try rebuild(now: now)
    var result = TurnResult()
    var random = SeededRandom(seed: seed)
    let claimed = try store.turn(nonces: Nonces(from: &random)) {
      transaction throws(StorageFailure) in
      var loader = Loader(transaction)
      try loader.base()
      let claimed = try transaction.unsettledMessages().filter { $0.state == .claimed }.map(\.id)
      var decisions = try self.decisions(over: loader, now: now, seed: seed)
      if let lastAlive {
        // A life sign in the future says nothing of when it was given.
        decisions.mayWait(since: lastAlive > now ? now - .days(1) : lastAlive)
      }
      if let lastAlive, isOutage(since: lastAlive, now: now) {
        decisions.wasDown(from: min(lastAlive, now))
      }
      decisions.listensNoMore()
      decisions.record("started")
      try self.save(decisions, in: transaction)
      result.ledger = decisions.slice.ledger
      return claimed
    }
    try recover(claimed, now: now, seed: seed &+ 4)
    result.ledger += ledger
    result.putAside = refused
    (ledger, refused) = ([], [])
    try rebuild(now: now)
    mustRebuild = isMoving
    result.nextDeadline = isMoving ? now : nextDeadline(now: now)
    return result
  }

  /// Nobody knows how long it was where the clock went back meanwhile.
  private func isOutage(since lastAlive: Instant, now: Instant) -> Bool {
    now - lastAlive > Limits.outage || lastAlive - now > Limits.outage
  }

  /// One turn: everything that came in, then what is due, then what may leave; one transaction.
  package func turn(now: Instant, inputs: [Input], seed: UInt64) -> TurnResult {
    do throws(StorageFailure) {
      try takePlans(now: now, seed: seed &+ 2)
      try takeClock(now: now, seed: seed &+ 3)
      try takeZones(now: now, seed: seed &+ 6)
      try moveOn(now: now, seed: seed &+ 7, most: movedPerTurn)
      if !isMoving { try freshen(now: now) }
      var result = try attempt(now: now, inputs: inputs, seed: seed)
      result.ledger = ledger + result.ledger
      result.putAside += refused
      result.outageSince = noticed.outageSince
      (ledger, refused, noticed.outageSince) = ([], [], nil)
      return result
    } catch {
      mustRebuild = true
      return failed(error, inputs: inputs, now: now)
    }
  }

  /// The indexes hold what is due; while a clock is being set nothing is.
  private func freshen(now: Instant) throws(StorageFailure) {
    if mustRebuild { try rebuild(now: now) }
    if now + .hours(24) >= horizon { try extend(now: now) }
    if isWheelStale { try refill(now: now) }
  }

  private func attempt(now: Instant, inputs: [Input], seed: UInt64) throws(StorageFailure)
    -> TurnResult
  {
    var popped: [Wheel.Entry] = []
    if !isMoving { wheel.expire(upTo: now, limit: room(beside: inputs), into: &popped) }
    let whole = Portion(inputs: inputs, due: tryable(popped, now: now), claims: .all)
    var result: TurnResult
    do throws(StorageFailure) {
      result = try commit(whole, now: now, seed: seed)
    } catch {
      guard error.isOfFewRows else { throw error }
      result = try isolate(whole, now: now, seed: seed)
    }
    if !unreadable.isEmpty { tellOfUnreadable(&result, now: now, seed: seed &+ 5) }
    result.nextDeadline = nextDeadline(now: now)
    result.moreWork =
      result.moreWork || isMoving || result.nextDeadline.map { $0 <= now } ?? false
    return result
  }

  /// One transaction; what is in memory follows after the commit.
  func commit(_ portion: Portion, now: Instant, seed: UInt64) throws(StorageFailure) -> TurnResult {
    lastChosen = []
    var turn = Turn(conductor: self, now: now, portion: portion)
    var random = SeededRandom(seed: seed)
    let nonces = Nonces(from: &random)
    let decisions = try store.turn(nonces: nonces) { transaction throws(StorageFailure) in
      defer { unreadable += transaction.unreadable }
      return try turn.run(in: transaction, seed: seed)
    }
    ended(.commit)
    settle(decisions, after: turn, now: now)
    ended(.index)
    var result = turn.result
    result.ledger = decisions.slice.ledger
    return result
  }

  /// How many due subjects a turn takes. Prompts for which no gateway has room would be read again
  /// in a later turn, so no more than can leave are made, but always enough for ladders and alerts
  /// to come through.
  private func room(beside inputs: [Input]) -> Int {
    let capacity = rules.gateways.values.map(\.inFlight).reduce(0, +)
    // Most inputs in a burst are outcomes, and each of those makes room.
    let free = capacity - inFlight.values.reduce(0, +) + inputs.count - ready.count
    return max(100, min(free, Self.subjectsMost - inputs.count))
  }

  func decisions(over loader: Loader, now: Instant, seed: UInt64) throws(StorageFailure)
    -> Decisions
  {
    Decisions(
      slice: loader.slice, now: now, rules: rules,
      nextID: loader.transaction.nextIDs(1)[0], random: SeededRandom(seed: seed &+ 1))
  }

  func save(_ decisions: Decisions, in transaction: Transaction) throws(StorageFailure) {
    // The numbers the decisions gave out are the transaction's own, in the same order.
    let next = transaction.nextIDs(1)[0]
    if decisions.nextID > next { _ = transaction.nextIDs(Int(decisions.nextID - next)) }
    try transaction.save(decisions.slice)
    try seal(decisions.slice, in: transaction)
  }

  /// Names and addresses of people who are new or changed.
  private func seal(_ slice: Slice, in transaction: Transaction) throws(StorageFailure) {
    var addresses = slice.newAddresses
    for (person, names) in slice.newNames.sorted(by: { $0.key < $1.key }) {
      guard slice.people.isNew(person) else {
        try transaction.set(name: names.name, of: person)
        continue
      }
      var details = PrivateDetails(name: names.name, rosterID: names.rosterID)
      for contact in slice.contacts.of(person) {
        details.addresses[contact.id] = addresses.removeValue(forKey: contact.id)
      }
      try transaction.insert(details, of: person)
    }
    for (contact, address) in addresses.sorted(by: { $0.key < $1.key }) {
      guard let person = slice.contacts[contact]?.person else { continue }
      try transaction.set(address: address, of: contact, person: person)
    }
  }

  /// After the commit, the indexes follow what was written.
  private func settle(_ decisions: Decisions, after turn: Turn, now: Instant) {
    stale = max(0, stale - turn.stale)
    follow(decisions.slice, now: now)
    inFlight = turn.inFlight
    mayBeMended = false
    pacing = turn.pacing
    if let next = turn.nextCanary, next != canaryDue {
      canaryDue = next
      wheel.insert(due: next, id: 0)
    }
    // One entry a moment, however many turns wait for it.
    if let next = turn.opens, opens.map({ $0 <= now || next < $0 }) ?? true {
      opens = next
      wheel.insert(due: next, id: 0)
    }
  }

  /// The wheel and the ready queue follow rows that were committed.
  func follow(_ slice: Slice, now: Instant) {
    indexTimers(of: slice, now: now)
    slice.messages.eachTouched { message, original in
      index(message, now: now)
      // No table of timers has a message's: it is in the wheel from the first, however far.
      note(
        message.lookAt, before: original?.lookAt, message.id.rawValue, now, within: .distantFuture)
    }
    // Now or before the turn.
    slice.people.eachTouched { person, original in
      if isStaff(person) || original.map(isStaff) ?? false { staff = nil }
    }
    for name in slice.gateways.touched {
      if let until = slice.gateways[name]?.slowUntil { wheel.insert(due: until, id: 0) }
    }
  }

  private func isStaff(_ person: Person) -> Bool {
    !person.roles.isDisjoint(with: [.coordinator, .operator_])
  }

  private func index(_ message: Message, now: Instant) {
    if message.state == .queued {
      ready.put(
        message.id,
        .init(
          channel: message.channel, lane: message.lane, notBefore: message.notBefore,
          attempt: message.attempt, pinned: message.pinned), now: now)
    } else {
      ready.remove(message.id, claimed: message.state == .claimed)
    }
    if message.state == .inDoubt { doubts.insert(message.id) } else { doubts.remove(message.id) }
  }

  func rebuild(now: Instant) throws(StorageFailure) {
    wheel = Wheel(at: now)
    canaryDue = nil
    stale = 0
    ready.empty()
    doubts = []
    sweeps = [:]
    inFlight = [:]
    staff = nil
    horizon = now + Self.horizonSpan
    let timers = try read { transaction throws(StorageFailure) in
      defer { unreadable += transaction.unreadable }
      try self.fill(from: .distantPast, transaction)
      return try transaction.unsettledMessages()
    }
    for message in timers { index(message, now: now) }
    ready.filled()
    mustRebuild = false
  }

  /// A new wheel in place of one that holds too much of what is gone.
  private func refill(now: Instant) throws(StorageFailure) {
    wheel = Wheel(at: now)
    canaryDue = nil
    stale = 0
    horizon = now + Self.horizonSpan
    let messages = try read { transaction throws(StorageFailure) in
      defer { unreadable += transaction.unreadable }
      try self.fill(from: .distantPast, transaction)
      return try transaction.unsettledMessages()
    }
    for message in messages {
      if let look = message.lookAt { wheel.insert(due: look, id: UInt64(message.id.rawValue)) }
    }
  }

  private func extend(now: Instant) throws(StorageFailure) {
    let start = horizon
    horizon = now + Self.horizonSpan
    try read { transaction throws(StorageFailure) in try self.fill(from: start, transaction) }
  }

  private func fill(from start: Instant, _ transaction: Transaction) throws(StorageFailure) {
    try transaction.eachTimer(from: start, to: horizon) { due, id in
      wheel.insert(due: due, id: UInt64(id))
    }
  }

  private func index(_ message: UnsettledMessage, now: Instant) {
    switch message.state {
    case .queued:
      ready.put(
        message.id,
        .init(
          channel: message.channel, lane: message.lane, notBefore: message.notBefore,
          attempt: message.attempt, pinned: message.pinned), now: now)
    case .claimed: inFlight[message.gateway ?? "", default: 0] += 1
    default: doubts.insert(message.id)
    }
    if let look = message.lookAt { wheel.insert(due: look, id: UInt64(message.id.rawValue)) }
  }

  /// A transaction that seals and changes nothing.
  func read<Answer>(
    _ body: (Transaction) throws(StorageFailure) -> Answer
  ) throws(StorageFailure) -> Answer {
    var unused = SeededRandom(seed: 0)
    return try store.turn(nonces: Nonces(from: &unused), body)
  }

  private func nextDeadline(now: Instant) -> Instant? {
    let extension_ = horizon - .hours(24)
    return min(wheel.next ?? extension_, extension_)
  }

  private func failed(_ failure: StorageFailure, inputs: [Input], now: Instant) -> TurnResult {
    var result = TurnResult()
    for input in inputs {
      guard let ticket = input.ticket else { continue }
      result.answers.append((ticket, .failure(Refusal(.busy, failure.description))))
    }
    result.failure = failure.description
    result.failureKind = failure.kind
    result.nextDeadline = now + .seconds(1)
    return result
  }
}
