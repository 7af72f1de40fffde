import CheckIns
import Control
import Messages
import Storage
import Timekeeping

extension Answering {
  /// What nobody has read is all shown: the newest may be what matters.
  private static var unreadMost: Int { 100_000 }

  mutating func inbox(_ query: Query.Inbox) throws(StorageFailure) -> [InboxLine] {
    let replies = try snapshot.inbox(
      unread: query.unread, limit: query.unread ? Self.unreadMost : 100)
    try learn(replies.compactMap(\.person))
    let teller = teller
    return replies.map { reply in
      let from = reply.contact.map { address($0) } ?? Self.stranger(reply)
      return teller.line(reply, from: from.isEmpty ? "an address that is nobody's" : from)
    }
  }

  /// As it would stand in a roster.
  private static func stranger(_ reply: Reply) -> String {
    guard let from = reply.stranger, !from.isEmpty else { return "" }
    return reply.channel.isChat ? "\(reply.channel.rawValue):\(from)" : from
  }

  mutating func outbox(_ query: Query.Outbox) throws(StorageFailure) -> [OutboxLine] {
    let messages = try snapshot.outbox(limit: query.limit)
    try learn(messages.map(\.person))
    let teller = teller
    return messages.map { teller.line($0) }
  }

  mutating func alerts(open: Bool) throws(StorageFailure) -> [AlertLine] {
    try lines(open ? snapshot.openAlerts().reversed() : snapshot.alerts())
  }

  mutating func lines(_ alerts: [Alert]) throws(StorageFailure) -> [AlertLine] {
    try learn(alerts.map(\.person) + alerts.compactMap(\.acknowledgedBy))
    let teller = teller
    return try snapshot.noted(alerts).map { teller.line($0) }
  }

  /// How far a test message has come.
  mutating func progress(of text: String) throws(StorageFailure) -> Answer {
    var slice = Slice()
    if let id = MessageID(text) { try snapshot.load(messages: [id], into: &slice) }
    guard let message = slice.messages.sorted.first else {
      return .failure(Refusal(.unknown, "There is no message \(text): see kith outbox."))
    }
    try learn([message.person])
    let reply = try snapshot.replies(of: message.person)
      .first { $0.contact == message.contact && $0.receivedAt >= message.createdAt }
    return .success(.test(teller.progress(of: message, repliedAt: reply?.receivedAt)))
  }
}
