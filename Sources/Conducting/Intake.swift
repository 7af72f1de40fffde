import CheckIns
import Messages
import Storage
import Timekeeping

/// What came in, and what the database knows about it: found set-wise before anything is decided.
struct Intake {
  let inputs: [Input]
  /// Contacts by address, those who share one together.
  private var contacts: [Storage.Address: [ContactMatch]] = [:]
  private var byProvider: [ProviderName: MessageID] = [:]
  private var byReference: [String: MessageID] = [:]
  private var known: [ProviderName: ReplyID] = [:]
  /// Receipts that came before the outcome which tells whose they are.
  private var early: [MessageID: [Receipt]] = [:]

  init(_ inputs: [Input], _ transaction: Transaction, now: Instant) throws(StorageFailure) {
    self.inputs = inputs
    let replies = inputs.flatMap(Self.replies)
    let receipts = inputs.flatMap(Self.receipts)
    if !replies.isEmpty {
      contacts = try transaction.contacts(byAddress: unique(replies.map(Self.address)))
      known = try transaction.knownReplies(unique(replies.map(Self.key)))
    }
    let looked = inputs.flatMap(Self.lookedUp)
    let references =
      receipts.compactMap(\.1.reference) + replies.compactMap(\.1.inReplyTo)
      + replies.compactMap { Canary.reference(in: $0.1.text) }
    if !references.isEmpty {
      byReference = try transaction.messages(byReference: unique(references))
    }
    let named = (receipts + looked).compactMap(Self.key)
    if !named.isEmpty { byProvider = try transaction.messages(by: unique(named), now: now) }
  }

  /// Everything the decisions on these inputs will look at.
  mutating func load(into loader: inout Loader) throws(StorageFailure) {
    let replies = inputs.flatMap(Self.replies)
    let answered = unique(replies.compactMap { $0.1.inReplyTo.flatMap { byReference[$0] } })
    let canaries = replies.compactMap {
      Canary.reference(in: $0.1.text).flatMap { byReference[$0] }
    }
    try loader.deliveries(unique(answered + canaries))
    let senders = replies.flatMap { contacts[Self.address($0)] ?? [] }.map(\.person)
    let readers = answered.compactMap { loader.slice.messages[$0]?.person }
    try loader.around(unique(senders + readers))
    let receipts = inputs.flatMap(Self.receipts).compactMap { message(for: $0.1, gateway: $0.0) }
    let outcomes = inputs.compactMap(Self.outcome)
    let doubted = inputs.compactMap(Self.doubted)
    try loader.deliveries(unique(receipts + doubted + outcomes.map(\.id)))
    try findEarly(outcomes.filter { $0.outcome.kind == .accepted }, loader)
    // An accepted prompt touches its check-in alone; anything else may touch everybody around it.
    let simple = Set(
      outcomes.filter { $0.outcome.kind == .accepted && early[$0.id] == nil }.map(\.id))
    let rest = unique(receipts + doubted + outcomes.map(\.id)).filter {
      guard let message = loader.slice.messages[$0] else { return false }
      return !(simple.contains($0) && message.alert == nil)
    }
    let touched = rest.flatMap { id -> [PersonID] in
      guard let message = loader.slice.messages[id] else { return [] }
      let about = message.alert.flatMap { loader.slice.alerts[$0]?.person }
      return [message.person] + [about].compactMap(\.self)
    }
    try loader.around(unique(touched))
  }

  /// A callback's contents, each reply and receipt once; answers the receipts of unknown messages.
  func take(
    gateway: String, receipts: [Receipt], replies: [IncomingReply], replayKey: String?,
    _ decisions: inout Decisions, _ transaction: Transaction
  ) throws(StorageFailure) -> [Receipt] {
    if let replayKey,
      try !transaction.remember(replayKey, of: gateway, at: decisions.now)
    {
      decisions.record("callback-again", gateway)
      return []
    }
    var unknown: [Receipt] = []
    for reply in Self.helpFirst(replies, decisions.rules.reader) {
      let key = Self.key((gateway, reply))
      let twice = known[key] != nil || decisions.hasReply(gateway: gateway, reply.providerID)
      guard !twice else {
        decisions.record("reply-again", gateway)
        continue
      }
      let from = contacts[Self.address((gateway, reply))] ?? []
      if from.isEmpty, let id = canary(reply, decisions.slice) {
        decisions.canaryArrived(id, gateway: gateway)
        continue
      }
      decisions.reply(
        reply, gateway: gateway, contacts: from.map(\.contact),
        answering: reply.inReplyTo.flatMap { byReference[$0] })
    }
    for receipt in receipts {
      if let id = message(for: receipt, gateway: gateway) {
        decisions.receipt(id, receipt, gateway: gateway)
      } else {
        unknown.append(receipt)
        decisions.record("receipt-unknown", gateway)
      }
    }
    return unknown
  }

  /// The canary whose text this is; what comes from a person's address is theirs, whatever it says.
  private func canary(_ reply: IncomingReply, _ slice: Slice) -> MessageID? {
    guard let id = Canary.reference(in: reply.text).flatMap({ byReference[$0] }),
      slice.messages[id]?.isCanary ?? false
    else { return nil }
    return id
  }

  /// Calls for help before all else, each in the order they came.
  private static func helpFirst(_ replies: [IncomingReply], _ reader: ReplyReader)
    -> [IncomingReply]
  {
    guard replies.count > 1 else { return replies }
    var calls: [IncomingReply] = []
    var others: [IncomingReply] = []
    for reply in replies {
      let whole = reply.text + "\n" + reply.aside
      if reader.read(whole, in: ReplyContext()).says(.crisis) {
        calls.append(reply)
      } else {
        others.append(reply)
      }
    }
    return calls + others
  }

  /// Receipts that came before the outcome which tells whose they are.
  func receipts(before outcome: Outcome, of id: MessageID) -> [Receipt] {
    outcome.kind == .accepted ? early[id] ?? [] : []
  }

  private mutating func findEarly(
    _ accepted: [(id: MessageID, outcome: Outcome)], _ loader: Loader
  ) throws(StorageFailure) {
    guard !accepted.isEmpty, try loader.transaction.hasOrphans() else { return }
    for (id, outcome) in accepted {
      guard let gateway = loader.slice.messages[id]?.gateway else { continue }
      let names = outcome.providerIDs.map { ProviderName(gateway: gateway, id: $0) }
      let found = try loader.transaction.takeOrphans(of: names)
      if !found.isEmpty { early[id] = found.map(\.receipt) }
    }
  }

  /// Those of a provider's messages that are no other message of ours.
  func unclaimed(_ found: [Receipt], gateway: String, by id: MessageID) -> [Receipt] {
    found.filter { receipt in
      let owner = Self.key((gateway, receipt)).flatMap { byProvider[$0] }
      return owner == nil || owner == id
    }
  }

  private func message(for receipt: Receipt, gateway: String) -> MessageID? {
    if let reference = receipt.reference, let id = byReference[reference] { return id }
    return Self.key((gateway, receipt)).flatMap { byProvider[$0] }
  }

  private static func replies(_ input: Input) -> [(String, IncomingReply)] {
    switch input.event {
    case .callback(let gateway, _, let replies, _), .fetched(let gateway, _, let replies, _):
      replies.map { (gateway, $0) }
    default: []
    }
  }

  private static func receipts(_ input: Input) -> [(String, Receipt)] {
    switch input.event {
    case .callback(let gateway, let receipts, _, _), .fetched(let gateway, let receipts, _, _):
      receipts.map { (gateway, $0) }
    default: []
    }
  }

  private static func outcome(_ input: Input) -> (id: MessageID, outcome: Outcome)? {
    guard case .outcome(let id, _, let outcome) = input.event else { return nil }
    return (id, outcome)
  }

  private static func lookedUp(_ input: Input) -> [(String, Receipt)] {
    guard case .lookedUp(_, _, let gateway, let found) = input.event else { return [] }
    return found.map { (gateway, $0) }
  }

  private static func doubted(_ input: Input) -> MessageID? {
    guard case .lookedUp(let id, _, _, _) = input.event else { return nil }
    return id
  }

  private static func address(_ reply: (String, IncomingReply)) -> Storage.Address {
    Storage.Address(reply.1.channel, reply.1.from)
  }

  private static func key(_ reply: (String, IncomingReply)) -> ProviderName {
    ProviderName(gateway: reply.0, id: reply.1.providerID)
  }

  private static func key(_ receipt: (String, Receipt)) -> ProviderName? {
    receipt.1.providerID.map { ProviderName(gateway: receipt.0, id: $0) }
  }
}
