internal import CheckIns
internal import Control
internal import Messages
internal import Storage
internal import Timekeeping

extension Book {
  mutating func inbox(_ query: Query.Inbox) throws(StorageFailure) -> [InboxLine] {
    let replies = try snapshot.inbox(unread: query.unread)
    try learn(replies.compactMap(\.person))
    return replies.map { reply in
      InboxLine(
        number: reply.id.rawValue, id: reply.person.map(rosterID), from: sender(of: reply),
        channel: reply.channel.rawValue, at: moment(reply.receivedAt, of: reply.person),
        text: reply.text, intent: reply.intent.rawValue,
        checkIn: reply.checkIn.map { "\($0)" }, alert: reply.alert.map { "\($0)" },
        unread: reply.unread)
    }
  }

  private func sender(of reply: Reply) -> String {
    guard let person = reply.person, let contact = reply.contact else { return "a stranger" }
    return address(contact, of: person)
  }

  mutating func outbox(_ query: Query.Outbox) throws(StorageFailure) -> [OutboxLine] {
    let messages = try snapshot.outbox(limit: query.limit)
    try learn(messages.map(\.person))
    return messages.map { message in
      OutboxLine(
        message: "\(message.id)", to: rosterID(message.person), channel: message.channel.rawValue,
        gateway: message.gateway, template: message.template, state: message.state.word,
        attempt: message.attempt, created: moment(message.createdAt, of: message.person),
        reason: message.lastReason, notBefore: moment(message.notBefore, of: message.person),
        expires: moment(message.expiresAt, of: message.person))
    }
  }

  mutating func alerts(open: Bool) throws(StorageFailure) -> [AlertLine] {
    try lines(open ? snapshot.openAlerts() : snapshot.alerts())
  }

  mutating func lines(_ alerts: [Alert]) throws(StorageFailure) -> [AlertLine] {
    try learn(alerts.map(\.person) + alerts.compactMap(\.acknowledgedBy))
    return alerts.map { alert in
      AlertLine(
        alert: "\(alert.id)", id: rosterID(alert.person), name: name(alert.person),
        reason: alert.reason.rawValue, state: alert.state.word,
        opened: moment(alert.openedAt, of: alert.person), checkIn: alert.checkIn.map { "\($0)" },
        acknowledgedBy: alert.acknowledgedBy.map(rosterID),
        acknowledged: moment(alert.acknowledgedAt, of: alert.person),
        closed: moment(alert.closedAt, of: alert.person), outcome: alert.outcome)
    }
  }

  /// How far a test message has come.
  mutating func progress(of text: String) throws(StorageFailure) -> Answer {
    var slice = Slice()
    if let id = MessageID(text) { try snapshot.load(messages: [id], into: &slice) }
    guard let message = slice.messages.sorted.first else {
      return .failure(Refusal(.unknown, "There is no message \(text): see kith outbox."))
    }
    try learn([message.person])
    var progress = TestProgress(message: text)
    if message.wasAccepted || message.state == .undelivered {
      progress.accepted = moment(message.settledAt ?? message.claimedAt, of: message.person)
    }
    progress.receipt = message.receiptState?.rawValue
    progress.receiptAt = moment(message.receiptAt, of: message.person)
    progress.repliedAt = try snapshot.replies(of: message.person)
      .first { $0.receivedAt > message.createdAt }
      .map { moment($0.receivedAt, of: message.person) }
    switch message.state {
    case .failed, .expired, .cancelled, .held, .undelivered:
      let reason = message.lastReason.map { ": " + $0 } ?? ""
      progress.failure = "The message is \(message.state.word)\(reason)."
    case .queued, .claimed, .accepted, .inDoubt, .delivered: break
    }
    return .success(.test(progress))
  }
}

extension Message.State {
  var word: String {
    switch self {
    case .queued: "queued"
    case .claimed: "claimed"
    case .accepted: "accepted"
    case .inDoubt: "in doubt"
    case .delivered: "delivered"
    case .undelivered: "undelivered"
    case .failed: "failed"
    case .expired: "expired"
    case .cancelled: "cancelled"
    case .held: "held"
    }
  }
}

extension Alert.State {
  var word: String {
    switch self {
    case .open: "open"
    case .acknowledged: "acknowledged"
    case .closed: "closed"
    }
  }
}
