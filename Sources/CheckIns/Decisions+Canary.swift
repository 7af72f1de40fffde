package import Messages
package import Timekeeping

/// Canaries: messages by one gateway to a number of the house's own, which prove the road when they
/// come back and put it in doubt when they stay away.
extension Decisions {
  /// What is due of all canaries: one is sent, or one has stayed away too long.
  ///
  /// - Parameter belongsToSomebody: the number is a person's, who gets nothing.
  package mutating func canariesDue(belongsToSomebody: (Canary, Channel) -> Bool) {
    for name in rules.gateways.keys.sorted() {
      guard let traits = rules.gateways[name], let canary = traits.canary else {
        noCanaryAnyMore(name)
        continue
      }
      if slice.gateways[name] == nil { slice.gateways.insert(GatewayState(name: name)) }
      judgeCanary(name, canary)
      guard canaryIsDue(name, canary) else { continue }
      slice.gateways.update(name) { $0.canaryAt = now }
      if belongsToSomebody(canary, traits.channel) {
        record("canary-refused", name)
        tellOperators(of: "canary-refused \(name)", alert: nil, avoiding: traits.channel)
      } else {
        sendCanary(by: name, canary, traits.channel)
      }
    }
  }

  /// When something of canaries is due next; nil where there are none.
  package func nextCanary() -> Instant? {
    var next: Instant?
    for name in rules.gateways.keys.sorted() {
      guard let canary = rules.gateways[name]?.canary else { continue }
      let state = slice.gateways[name]
      var due = state?.canaryAt.map { $0 + canary.every } ?? now
      if let owed = state?.canaryOwedSince, state?.doubtReason == nil {
        due = min(due, owed + canary.within)
      }
      next = min(next ?? due, due)
    }
    return next
  }

  package func canaryIsDue(_ name: String, _ canary: Canary) -> Bool {
    slice.gateways[name]?.canaryAt.map { now - $0 >= canary.every || $0 > now } ?? true
  }

  private mutating func judgeCanary(_ name: String, _ canary: Canary) {
    guard let state = slice.gateways[name], state.doubtSince == nil,
      let owed = state.canaryOwedSince, now - owed >= canary.within
    else { return }
    doubted(name, since: owed, "no-canary")
  }

  /// Nothing will come back that could lift a doubt.
  private mutating func noCanaryAnyMore(_ name: String) {
    guard let state = slice.gateways[name], state.canaryAt != nil else { return }
    cameBack(name, "no-canary")
    slice.gateways.update(name) {
      $0.canaryAt = nil
      $0.canaryOwedSince = nil
    }
  }

  private mutating func sendCanary(by name: String, _ canary: Canary, _ channel: Channel) {
    let (person, contact) = canaryReceiver(name, channel)
    let id: MessageID = newID()
    var message = Message(
      id: id, person: person, contact: contact, channel: channel, lane: .rest,
      template: Canary.template,
      reference: MessageReference.text(of: id, random: random.next()), createdAt: now)
    message.pinned = name
    message.facts = ["to": canary.to]
    message.expiresAt = now + canary.every
    slice.messages.insert(message)
    slice.gateways.update(name) { $0.canary = id }
    record("canary", message: id, name)
  }

  /// Whom the last one was for, or somebody new who is nobody, as strangers are, and has no
  /// address: the number is the configuration's.
  private mutating func canaryReceiver(_ name: String, _ channel: Channel) -> (
    PersonID, ContactID
  ) {
    let last = slice.gateways[name]?.canary.flatMap { slice.messages[$0] }
    if let last, last.channel == channel { return (last.person, last.contact) }
    let nobody = Person(id: newID(), roles: [], zone: "UTC", locale: "en", standing: .left)
    slice.people.insert(nobody)
    slice.newNames[nobody.id] = PersonNames(rosterID: nil, name: "Canary")
    let contact = Contact(
      id: newID(), person: nobody.id, channel: channel, rank: 1, confirmed: false)
    slice.contacts.insert(contact)
    return (nobody.id, contact.id)
  }

  /// Taken by its gateway: now it is owed.
  mutating func canaryAccepted(_ message: Message) {
    guard let name = message.pinned, rules.gateways[name]?.canary != nil,
      slice.gateways[name] != nil
    else { return }
    slice.gateways.update(name) { $0.canaryOwedSince = $0.canaryOwedSince ?? now }
  }

  /// Its receipt says that it was delivered, which is all that a number without a way back can
  /// show.
  mutating func canaryDelivered(_ message: Message) {
    guard let name = message.pinned, rules.gateways[name]?.canary?.comesAsReply == false else {
      return
    }
    canaryCame(message, by: name)
  }

  /// It arrived as a reply, by whatever gateway: out by one, and back by the other.
  package mutating func canaryArrived(_ id: MessageID, gateway: String) {
    guard let message = slice.messages[id], let name = message.pinned else { return }
    noteReply(gateway)
    canaryCame(message, by: name)
  }

  private mutating func canaryCame(_ message: Message, by name: String) {
    guard let state = slice.gateways[name] else { return }
    record("canary-back", message: message.id, name)
    slice.gateways.update(name) {
      $0.canaryBackAt = now
      // What an earlier one proves does not bring back the newest; it will be looked for again.
      if state.canary == message.id || state.doubtReason == "no-canary" { $0.canaryOwedSince = nil }
    }
    cameBack(name, "no-canary")
  }
}
