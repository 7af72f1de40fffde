import CheckIns
import Control
import Messages
import Storage
import Timekeeping

/// One turn under way: what came in, what is due, and what is to be answered.
struct Turn {
  let conductor: Conductor
  let now: Instant
  let portion: Portion
  var result = TurnResult()
  var inFlight: InFlight
  var pacing: Pacing
  /// When a rate lets the next message leave.
  var opens: Instant?
  /// When something of canaries is due.
  var nextCanary: Instant?
  /// Entries that came out of the wheel and are gone from the database.
  var stale = 0
  /// Receipts whose message is not known yet.
  private var orphans: [(Receipt, String)] = []

  init(conductor: Conductor, now: Instant, portion: Portion) {
    self.conductor = conductor
    self.now = now
    self.portion = portion
    self.inFlight = conductor.inFlight
    self.pacing = conductor.pacing
  }

  /// Loads, decides and saves; the caller commits.
  mutating func run(in transaction: Transaction, seed: UInt64) throws(StorageFailure) -> Decisions {
    var loader = Loader(transaction)
    conductor.staff = try loader.base(staff: conductor.staff)
    var intake = try Intake(portion.inputs, transaction, now: now)
    try intake.load(into: &loader)
    let due = try Due(portion.due, conductor, transaction)
    try due.load(into: &loader, conductor.rules)
    stale = due.stale
    var decisions = try conductor.decisions(over: loader, now: now, seed: seed)
    // One holder at a time, or each first change of a kind of row would copy them all.
    loader.slice = Slice()
    conductor.ended(.load)
    if conductor.mayBeMended {
      decisions.probeStopped()
      decisions.listensNoMore()
    }
    for (index, input) in portion.inputs.enumerated() {
      let answer = try take(input, index, intake, &loader, &decisions)
      if let ticket = input.ticket { result.answers.append((ticket, answer)) }
    }
    due.decide(&decisions, conductor)
    try canaries(&loader, &decisions, transaction)
    conductor.ended(.decide)
    try claim(&loader, &decisions, transaction)
    try inquire(decisions.slice, transaction)
    conductor.ended(.render)
    try conductor.save(decisions, in: transaction)
    for (receipt, gateway) in orphans {
      try transaction.keep(orphan: receipt, of: gateway, at: now)
    }
    conductor.ended(.save)
    return decisions
  }

  private mutating func take(
    _ input: Input, _ index: Int, _ intake: Intake, _ loader: inout Loader,
    _ decisions: inout Decisions
  ) throws(StorageFailure) -> Result<InputAnswer, Refusal> {
    switch input.event {
    case .callback(let gateway, let receipts, let replies, let replayKey):
      let unknown = try intake.take(
        gateway: gateway, receipts: receipts, replies: replies, replayKey: replayKey, &decisions,
        loader.transaction)
      orphans += unknown.map { ($0, gateway) }
      return .success(.taken)
    case .fetched(let gateway, let receipts, let replies, let position):
      let unknown = try intake.take(
        gateway: gateway, receipts: receipts, replies: replies, replayKey: nil, &decisions,
        loader.transaction)
      orphans += unknown.map { ($0, gateway) }
      if let position { try loader.transaction.set(position: position, of: gateway) }
      return .success(.taken)
    case .unheard(let gateway, let reason):
      decisions.unheard(gateway, reason: reason)
      return .success(.taken)
    case .outcome(let id, let attempt, let outcome):
      take(outcome, of: id, attempt, intake, &decisions)
      return .success(.taken)
    case .lookedUp(let id, let attempt, let gateway, let found):
      let free = intake.unclaimed(found, gateway: gateway, by: id)
      decisions.lookedUp(id, attempt: attempt, found: free)
      return .success(.taken)
    case .command(let command, let caller):
      var desk = CommandDesk(
        loader: loader, decisions: decisions, caller: caller,
        keys: conductor.presentation.keys)
      let answer = try desk.perform(command)
      loader = desk.loader
      decisions = desk.decisions
      return answer.map { .command($0) }
    case .roster(let entries, let dryRun):
      var enrolling = Enrolling(loader: loader, decisions: decisions, dryRun: dryRun)
      let report = try enrolling.take(entries)
      if !dryRun { try conductor.note(zones: entries.map(\.zone), loader.transaction) }
      loader = enrolling.loader
      decisions = enrolling.decisions
      return report.map { .command(.imported($0)) }
    case .caughtUp(let gateway, let outages):
      decisions.caughtUp(gateway, outages: outages)
      return .success(.taken)
    case .spoolTaken(let count, let refused):
      for gateway in refused { decisions.record("spool-refused", gateway) }
      decisions.record("spool-taken", String(count))
      return .success(.taken)
    case .nothing:
      return .success(.taken)
    }
  }

  private mutating func take(
    _ outcome: Outcome, of id: MessageID, _ attempt: Int, _ intake: Intake,
    _ decisions: inout Decisions
  ) {
    // The message may be under way by another gateway since.
    let landed = inFlight.land(id, attempt)
    guard let gateway = landed ?? decisions.slice.messages[id]?.gateway else { return }
    heed(outcome, of: gateway)
    decisions.outcome(id, attempt: attempt, outcome)
    for receipt in intake.receipts(before: outcome, of: id) {
      decisions.receipt(id, receipt, gateway: gateway)
    }
  }

  /// Its own answers say how much the provider bears.
  private mutating func heed(_ outcome: Outcome, of gateway: String) {
    switch outcome.kind {
    case .slowDown:
      pacing.slowedDown(gateway, inFlight: inFlight[gateway] + 1, now: now)
    case .accepted:
      pacing.accepted(gateway, most: conductor.rules.gateways[gateway]?.inFlight ?? 256)
    default: break
    }
  }

  /// A number that has become a person's gets no canary.
  private mutating func canaries(
    _ loader: inout Loader, _ decisions: inout Decisions, _ transaction: Transaction
  ) throws(StorageFailure) {
    var wanted: [Storage.Address] = []
    var last: [MessageID] = []
    for name in conductor.rules.gateways.keys.sorted() {
      guard let traits = conductor.rules.gateways[name], let canary = traits.canary,
        decisions.canaryIsDue(name, canary)
      else { continue }
      wanted.append(Storage.Address(traits.channel, canary.to))
      if let id = decisions.slice.gateways[name]?.canary { last.append(id) }
    }
    try load(last, &loader, &decisions)
    let people = wanted.isEmpty ? [:] : try transaction.contacts(byAddress: unique(wanted))
    decisions.canariesDue { canary, channel in
      people[Storage.Address(channel, canary.to)]?.isEmpty == false
    }
    nextCanary = decisions.nextCanary()
  }

  // MARK: Claiming

  /// Chooses what may leave, checks each again, renders it, and records the attempt.
  private mutating func claim(
    _ loader: inout Loader, _ decisions: inout Decisions, _ transaction: Transaction
  ) throws(StorageFailure) {
    guard !conductor.isDraining, !conductor.onlyListens else { return }
    for key in decisions.slice.messages.touched {
      guard let message = decisions.slice.messages[key] else { continue }
      enqueue(message)
    }
    if case .all = portion.claims { try move(&loader, &decisions) }
    var stranded: [MessageID] = []
    let chosen = choose(decisions.slice, &stranded)
    try load(stranded, &loader, &decisions)
    for id in stranded { decisions.stranded(id) }
    conductor.lastChosen = chosen.map(\.id)
    try load(chosen.map(\.id), &loader, &decisions)
    var claimed: [(id: MessageID, gateway: String)] = []
    for (id, gateway) in chosen {
      if decisions.claim(id, gateway: gateway) == .send {
        claimed.append((id, gateway))
      } else {
        inFlight.release(gateway)
        pacing.giveBack(gateway, conductor.rules)
      }
    }
    // Nothing under way will bring the next turn, and what came in the place of others may leave.
    if claimed.count < chosen.count { result.moreWork = true }
    conductor.ended(.claim)
    try render(claimed, &decisions, transaction)
  }

  private func enqueue(_ message: Message) {
    guard message.state == .queued else { return conductor.ready.remove(message.id) }
    conductor.ready.put(message.id, .init(message), now: now)
  }

  /// How many messages without room are passed over for others behind them.
  private static let passedOverMost = 256

  /// - Parameter stranded: what all gateways in order have refused.
  private mutating func choose(_ slice: Slice, _ stranded: inout [MessageID])
    -> [(id: MessageID, gateway: String)]
  {
    var chosen: [(id: MessageID, gateway: String)] = []
    var flying = inFlight
    var pacing = pacing
    var opens: Instant?
    var passedOver = 0
    let rules = conductor.rules
    let roads = Roads(rules: rules, slice: slice, now: now)
    let most = Conductor.subjectsMost
    conductor.ready.drain(now: now) { id, entry in
      guard portion.claims.include(id), !conductor.isAside(id.rawValue) else { return false }
      guard chosen.count < most else { return nil }
      switch roads.choice(for: entry, inFlight: flying, pacing) {
      case .none: return nil
      case .full:
        passedOver += 1
        return passedOver < Self.passedOverMost ? false : nil
      case .stranded:
        guard stranded.count < Self.passedOverMost else { return nil }
        stranded.append(id)
        return false
      case .paced(let until):
        opens = min(opens ?? until, until)
        return entry.refusedBy.isEmpty ? nil : false
      case .take(let gateway):
        // Names and addresses of new people can be opened once they are sealed: in the next turn.
        if isAboutSomebodyNew(slice.messages[id], slice) { return false }
        flying.reserve(gateway)
        pacing.take(gateway, rules, now: now)
        chosen.append((id, gateway))
        return true
      }
    }
    inFlight = flying
    self.pacing = pacing
    self.opens = opens
    result.moreWork = !slice.newNames.isEmpty
    return chosen
  }

  private func isAboutSomebodyNew(_ message: Message?, _ slice: Slice) -> Bool {
    !slice.newNames.isEmpty
      && Rendering.people(in: message).contains { slice.newNames[$0] != nil }
  }

  /// What was queued in earlier turns is loaded now; the decisions' own slice grows by it.
  func load(
    _ ids: [MessageID], _ loader: inout Loader, _ decisions: inout Decisions
  ) throws(StorageFailure) {
    let missing = ids.filter { decisions.slice.messages[$0] == nil }
    guard !missing.isEmpty else { return }
    loader.slice = decisions.slice
    // One holder at a time, or each change would copy the rows.
    decisions.slice = Slice()
    try loader.deliveries(missing)
    try loader.people(unique(missing.compactMap { loader.slice.messages[$0]?.person }))
    let matters = unique(missing.compactMap { loader.slice.messages[$0]?.alert })
    try loader.around(unique(matters.compactMap { loader.slice.alerts[$0]?.person }))
    try loader.prompts()
    try loader.plans()
    decisions.slice = loader.slice
    loader.slice = Slice()
  }

  private mutating func render(
    _ claimed: [(id: MessageID, gateway: String)], _ decisions: inout Decisions,
    _ transaction: Transaction
  ) throws(StorageFailure) {
    let people = claimed.flatMap { Rendering.people(in: decisions.slice.messages[$0.id]) }
    let details = try transaction.privateDetails(unique(people), rosterIDs: false)
    let rendered = try rendered(claimed, details, &decisions, transaction)
    for (id, gateway, result) in rendered {
      switch result {
      case .success(let outgoing):
        inFlight.depart(id, outgoing.attempt, by: gateway)
        decisions.rendered(id, text: outgoing.text)
        self.result.dispatches.append(Dispatch(gateway: gateway, message: outgoing))
      case .failure(let fault):
        inFlight.release(gateway)
        decisions.unrenderable(id, fault.code)
        self.result.moreWork = true
      }
    }
  }

  /// All of them before any of it is recorded: rows that nobody else holds change in place.
  private func rendered(
    _ claimed: [(id: MessageID, gateway: String)], _ details: [PersonID: PrivateDetails],
    _ decisions: inout Decisions, _ transaction: Transaction
  ) throws(StorageFailure) -> [(MessageID, String, Result<OutgoingMessage, Rendering.Fault>)] {
    let rendering = Rendering(
      presentation: conductor.presentation, slice: decisions.slice, details: details, now: now,
      zone: conductor.rules.zone)
    try transaction.load(
      replies: rendering.repliesWanted(claimed.map(\.id)), into: &decisions.slice)
    let words = decisions.slice.replies
    return claimed.compactMap { id, gateway in
      decisions.slice.messages[id].map { (id, gateway, rendering.render($0, words: words)) }
    }
  }
}
