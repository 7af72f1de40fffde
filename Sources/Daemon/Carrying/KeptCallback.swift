package import Conducting
package import Control
internal import FoundationEssentials
package import Messages

/// What a callback said, as it was proved and read, or which button of a link somebody pressed:
/// kept until the database can be written.
package struct KeptCallback: Hashable, Sendable, Codable {
  package var gateway: String
  /// When it came, in milliseconds since 1970.
  package var at: Int64
  package var replayKey: String?
  private var receipts: [KeptReceipt]
  private var replies: [KeptReply]
  private var press: KeptPress?

  /// Nil for what is no callback.
  package init?(_ event: Input.Event, at milliseconds: Int64) {
    guard case .callback(let gateway, let receipts, let replies, let replayKey) = event else {
      return nil
    }
    self.gateway = gateway
    self.at = milliseconds
    self.replayKey = replayKey
    self.receipts = receipts.map(KeptReceipt.init)
    self.replies = replies.map(KeptReply.init)
  }

  package init(_ press: Command.Press, at milliseconds: Int64) {
    gateway = ""
    at = milliseconds
    receipts = []
    replies = []
    self.press = KeptPress(token: press.token, action: press.action)
  }

  package var event: Input.Event {
    if let press {
      return .command(.press(Command.Press(token: press.token, action: press.action)), .link)
    }
    return .callback(
      gateway: gateway, receipts: receipts.compactMap(\.receipt), replies: texts,
      replayKey: replayKey)
  }

  /// Whose words these are, by channel and address.
  var senders: [String] { replies.map { "\($0.channel) \($0.from)" } }

  /// What people wrote.
  package var texts: [IncomingReply] { replies.compactMap(\.reply) }

  init(bytes: [UInt8]) throws { self = try JSONDecoder().decode(Self.self, from: Data(bytes)) }

  var bytes: [UInt8] {
    get throws { Array(try JSONEncoder().encode(self)) }
  }
}

private struct KeptPress: Hashable, Sendable, Codable {
  var token: String
  var action: String
}

private struct KeptReceipt: Hashable, Sendable, Codable {
  var id: String?
  var reference: String?
  var state: String
  var meaning: String?
  var error: String
  var event: String?

  init(_ receipt: Receipt) {
    id = receipt.providerID
    reference = receipt.reference
    state = receipt.state.rawValue
    meaning = receipt.meaning?.rawValue
    error = receipt.error
    event = receipt.eventID
  }

  var receipt: Receipt? {
    Receipt.State(rawValue: state).map {
      Receipt(
        providerID: id, reference: reference, state: $0,
        meaning: meaning.flatMap(Outcome.Kind.init(rawValue:)), error: error, eventID: event)
    }
  }
}

private struct KeptReply: Hashable, Sendable, Codable {
  var channel: String
  var id: String
  var from: String
  var to: String?
  var text: String
  var aside: String?
  var sentAt: Int64?
  var inReplyTo: String?
  var automatic: Bool
  var isFromMailSystem: Bool?
  var optOutType: String?

  init(_ reply: IncomingReply) {
    channel = reply.channel.rawValue
    id = reply.providerID
    from = reply.from
    to = reply.to
    text = reply.text
    aside = reply.aside
    sentAt = reply.sentAtMilliseconds
    inReplyTo = reply.inReplyTo
    automatic = reply.automatic
    isFromMailSystem = reply.isFromMailSystem
    optOutType = reply.optOutType
  }

  var reply: IncomingReply? {
    Channel(rawValue: channel).map {
      var reply = IncomingReply(
        channel: $0, providerID: id, from: from, to: to, text: text, aside: aside ?? "",
        sentAtMilliseconds: sentAt, inReplyTo: inReplyTo, automatic: automatic,
        optOutType: optOutType)
      reply.isFromMailSystem = isFromMailSystem ?? false
      return reply
    }
  }
}
