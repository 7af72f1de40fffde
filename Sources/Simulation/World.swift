package import CheckIns
package import Conducting
package import Control
package import Messages
package import Storage
package import Timekeeping

/// A small world around the conductor: a virtual clock, pretend phones, and providers that lose,
/// refuse and delay as they are told. The same seed lives the same life.
package final class World {
  package private(set) var now: Instant
  /// Nil only while the process is dead.
  private(set) var conductor: Conductor?
  /// For looking at what a turn left behind.
  private(set) var reader: Reader?
  /// Everything a provider took, in order.
  package private(set) var delivered: [Delivery] = []
  package var providers: [String: Provider] = [:]
  package let seed: UInt64
  package private(set) var ledger: [LedgerEntry] = []
  /// What was written down since the database was looked at.
  var untold: [LedgerEntry] = []
  package private(set) var failures: [String] = []
  /// Checked against the database after every turn; nil for long runs of many people.
  package var invariants: Invariants? = Invariants()

  /// At most so many turns follow one another at a moment: fewer leave something undone.
  package var turnsMost = 10_000
  /// How many rows a step of the clock goes through in a turn; nil: as many as ever.
  package var movedPerTurn: Int? {
    didSet { tellConductor() }
  }
  /// A world whose database refuses this often has ended.
  private static let failuresMost = 20
  private(set) var settings: Settings
  private var random: SeededRandom
  private var replies = 0
  private var nextDeadline: Instant?
  /// Outcomes and receipts on their way back, by the moment they arrive.
  private var returning: [(at: Instant, input: Input)] = []
  private var lastAlive: Instant?
  /// Attempts by gateway whose outcome is on its way back.
  private var flying: [String: Int] = [:]
  private var landing: [(at: Instant, gateway: String)] = []
  /// How often the conductor turned.
  package private(set) var turns = 0

  package struct Settings {
    package var path: String
    package var start: Instant
    package var rules: Rules
    package var presentation: Presentation
    package var seed: UInt64

    package init(
      path: String, start: Instant, rules: Rules, presentation: Presentation, seed: UInt64 = 1
    ) {
      self.path = path
      self.start = start
      self.rules = rules
      self.presentation = presentation
      self.seed = seed
    }
  }

  /// One message as it reached a pretend phone.
  package struct Delivery: Hashable, Sendable {
    package var at: Instant
    package var gateway: String
    package var message: OutgoingMessage
  }

  package init(_ settings: Settings) throws(StorageFailure) {
    self.settings = settings
    self.now = settings.start
    self.seed = settings.seed
    self.random = SeededRandom(seed: settings.seed)
    for name in settings.rules.gateways.keys.sorted() { providers[name] = Provider() }
    try starts()
  }

  private func starts() throws(StorageFailure) {
    let store = try Store.open(
      path: settings.path, keys: settings.presentation.keys, random: &random)
    let conductor = Conductor(
      store: store, rules: settings.rules, presentation: settings.presentation)
    let result = try conductor.start(now: now, lastAlive: lastAlive, seed: random.next())
    self.conductor = conductor
    tellConductor()
    reader = try Reader(path: settings.path, keys: settings.presentation.keys)
    ledger += result.ledger
    untold += result.ledger
    nextDeadline = result.nextDeadline
  }

  // MARK: Time

  /// Lives through a span: everything that falls due happens at its moment.
  package func passes(_ span: Duration) { passes(until: now + span) }

  package func passes(until end: Instant) {
    while let next = nextMoment(), next <= end, failures.count < Self.failuresMost {
      now = max(now, next)
      step(arrived())
    }
    now = end
  }

  private func nextMoment() -> Instant? {
    [nextDeadline, returning.map(\.at).min()].compactMap(\.self).min()
  }

  private func arrived() -> [Input] {
    for landed in landing where landed.at <= now { flying[landed.gateway, default: 1] -= 1 }
    landing.removeAll { $0.at <= now }
    let here = returning.filter { $0.at <= now }.map(\.input)
    returning.removeAll { $0.at <= now }
    return here
  }

  /// One turn, and what follows from it at the same moment.
  @discardableResult
  package func step(_ inputs: [Input] = []) -> TurnResult {
    guard let conductor else { return TurnResult() }
    var inputs = inputs
    var first: TurnResult?
    for _ in 0..<turnsMost {
      let result = conductor.turn(now: now, inputs: inputs, seed: random.next())
      turns += 1
      first = first ?? result
      ledger += result.ledger
      if let failure = result.failure { failures.append(failure) }
      nextDeadline = result.nextDeadline
      lastAlive = now
      for dispatch in result.dispatches { send(dispatch) }
      for inquiry in result.inquiries { ask(inquiry) }
      lookAround(conductor, moreWork: result.moreWork, told: result.ledger)
      inputs = arrived()
      if inputs.isEmpty, !result.moreWork { break }
    }
    return first ?? TurnResult()
  }

  private func send(_ dispatch: Dispatch) {
    let provider = providers[dispatch.gateway] ?? Provider()
    flying[dispatch.gateway, default: 0] += 1
    let fate = provider.fate(of: dispatch, flying: flying[dispatch.gateway] ?? 0, &random)
    if fate.reached {
      providers[dispatch.gateway]?.taken[dispatch.message.reference] =
        "p-\(dispatch.message.id.rawValue)-\(dispatch.message.attempt)"
      delivered.append(Delivery(at: now, gateway: dispatch.gateway, message: dispatch.message))
    }
    if let outcome = fate.outcome {
      landing.append((now + provider.latency, dispatch.gateway))
      returning.append(
        (
          now + provider.latency,
          Input(.outcome(dispatch.message.id, attempt: dispatch.message.attempt, outcome))
        ))
    }
    if fate.reached, let own = numbers[dispatch.message.to], provider.bringsBack {
      replies += 1
      let reply = IncomingReply(
        channel: .sms, providerID: "own-\(replies)",
        from: settings.rules.gateways[dispatch.gateway]?.sender ?? "unknown",
        to: dispatch.message.to, text: dispatch.message.text)
      let input = Input(
        .callback(gateway: own, receipts: [], replies: [reply], replayKey: nil))
      returning.append((now + provider.latency + provider.receiptDelay, input))
    }
    for receipt in fate.receipts {
      let input = Input(
        .callback(gateway: dispatch.gateway, receipts: [receipt], replies: [], replayKey: nil))
      returning.append((now + provider.latency + provider.receiptDelay, input))
    }
  }

  /// The gateways by the numbers they have.
  private var numbers: [String: String] {
    var numbers: [String: String] = [:]
    for name in settings.rules.gateways.keys.sorted() {
      if let number = settings.rules.gateways[name]?.sender { numbers[number] = name }
    }
    return numbers
  }

  private func ask(_ inquiry: Inquiry) {
    guard let provider = providers[inquiry.gateway], provider.answersStatus else { return }
    let id = provider.taken[inquiry.message.reference]
    let found = id.map { [Receipt(providerID: $0, state: .sent)] } ?? []
    returning.append(
      (
        now + provider.latency,
        Input(
          .lookedUp(
            inquiry.message.id, attempt: inquiry.message.attempt, gateway: inquiry.gateway,
            found: found))
      ))
  }

  /// The clock's hands move, and those of what is on its way with them.
  func moveClock(by step: Duration) {
    now = now + step
    returning = returning.map { ($0.at + step, $0.input) }
    landing = landing.map { ($0.at + step, $0.gateway) }
  }

  func note(_ faults: [String]) { failures += faults }

  func passUnseen(_ span: Duration) { now = now + span }

  // MARK: What people do

  /// A text from a phone, as the gateway hands it over.
  @discardableResult
  package func reply(
    _ text: String, from address: String, channel: Channel = .sms, gateway: String,
    id: String? = nil, automatic: Bool = false, isFromMailSystem: Bool = false
  ) -> TurnResult {
    replies += 1
    var reply = IncomingReply(
      channel: channel, providerID: id ?? "in-\(replies)", from: address, text: text,
      automatic: automatic)
    reply.isFromMailSystem = isFromMailSystem
    let input = Input(
      ticket: UInt64(replies),
      .callback(gateway: gateway, receipts: [], replies: [reply], replayKey: nil))
    return step([input])
  }

  @discardableResult
  package func receipt(_ receipt: Receipt, gateway: String) -> TurnResult {
    step([
      Input(
        ticket: 0, .callback(gateway: gateway, receipts: [receipt], replies: [], replayKey: nil))
    ])
  }

  @discardableResult
  package func perform(_ command: Command) -> Result<InputAnswer, Refusal>? {
    let caller = Caller.local(.init(process: 1, user: 0, group: 0))
    return step([Input(ticket: 1, .command(command, caller))]).answers.first?.answer
  }

  @discardableResult
  package func enrol(_ entries: [RosterEntry], dryRun: Bool = false)
    -> Result<InputAnswer, Refusal>?
  {
    step([Input(ticket: 1, .roster(entries, dryRun: dryRun))]).answers.first?.answer
  }

  /// The operator changed files and reloads; why that was refused, where it was. What comes in at
  /// the same moment is taken by the same turn.
  @discardableResult
  package func reloads(
    beside inputs: [Input] = [], _ change: (inout Rules) -> Void
  ) -> Refusal? {
    var rules = settings.rules
    change(&rules)
    do throws(Refusal) {
      try conductor?.reload(rules: rules, presentation: settings.presentation)
    } catch {
      step(inputs)
      return error
    }
    settings.rules = rules
    step(inputs)
    return nil
  }

  // MARK: Bad luck

  /// The process dies here: what was on its way out is in doubt, and what was in memory is gone.
  /// It starts again after `down`.
  package func crashes(for down: Duration = .seconds(2)) throws(StorageFailure) {
    returning = []
    landing = []
    flying = [:]
    reader?.close()
    conductor = nil
    now = now + down
    try starts()
    step()
  }
}
