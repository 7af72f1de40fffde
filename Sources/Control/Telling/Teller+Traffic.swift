package import CheckIns
import Messages
package import Timekeeping

extension Teller {
  package func line(_ alert: Alert) -> AlertLine {
    AlertLine(
      alert: "\(alert.id)", id: id(of: alert.person), name: name(of: alert.person),
      reason: alert.reason.rawValue, state: alert.state.word,
      opened: moment(alert.openedAt, of: alert.person), checkIn: alert.checkIn.map { "\($0)" },
      acknowledgedBy: alert.acknowledgedBy.map { id(of: $0) },
      acknowledged: alert.acknowledgedAt.map { moment($0, of: alert.person) },
      closed: alert.closedAt.map { moment($0, of: alert.person) }, outcome: alert.outcome,
      note: alert.note)
  }

  package func line(_ message: Message) -> OutboxLine {
    OutboxLine(
      message: "\(message.id)", to: id(of: message.person), channel: message.channel.rawValue,
      gateway: message.gateway, template: message.template, state: message.state.word,
      attempt: message.attempt, created: moment(message.createdAt, of: message.person),
      reason: message.lastReason,
      notBefore: message.notBefore.map { moment($0, of: message.person) },
      expires: message.expiresAt.map { moment($0, of: message.person) })
  }

  /// `from` is the sender's address.
  package func line(_ reply: Reply, from: String) -> InboxLine {
    InboxLine(
      number: reply.id.rawValue, id: reply.person.map { id(of: $0) }, from: from,
      channel: reply.channel.rawValue, at: moment(reply.receivedAt, of: reply.person),
      text: reply.text, intent: reply.intent.rawValue, checkIn: reply.checkIn.map { "\($0)" },
      alert: reply.alert.map { "\($0)" }, unread: reply.unread)
  }

  /// What `send-test` waits for.
  package func progress(of message: Message, repliedAt: Instant?) -> TestProgress {
    let ended: [Message.State] = [.undelivered, .failed, .expired, .cancelled, .held]
    let failure =
      ended.contains(message.state)
      ? "The message is \(message.state.word): \(message.lastReason ?? "no reason was given")."
      : nil
    return TestProgress(
      message: "\(message.id)",
      accepted: message.wasAccepted
        ? message.settledAt.map { moment($0, of: message.person) } : nil,
      receipt: message.receiptState?.rawValue,
      receiptAt: message.receiptAt.map { moment($0, of: message.person) },
      repliedAt: repliedAt.map { moment($0, of: message.person) }, failure: failure)
  }
}

extension StatusReport.GatewayLine {
  /// `state` is nil for a gateway that was never used.
  package init(
    name: String, provider: String, traits: GatewayTraits, state: GatewayState?, inFlight: Int,
    now: Instant
  ) {
    self.init(
      name: name, provider: provider, state: "ok", inFlight: inFlight,
      lastAccepted: state?.lastAcceptedAt.map { Moment(utc: $0) },
      lastReceipt: state?.lastReceiptAt.map { Moment(utc: $0) },
      lastReply: state?.lastReplyAt.map { Moment(utc: $0) })
    segments = state?.segments(in: now.month) ?? 0
    budget = traits.budget
    cost = traits.segmentPrice.map { ($0 * segments).description }
    unit = traits.channel == .email ? "mails" : traits.channel == .voice ? "calls" : "texts"
    if traits.canary != nil {
      lastCanary = state?.canaryAt.map { Moment(utc: $0) }
      canaryBack = state?.canaryBackAt.map { Moment(utc: $0) }
    }
    if let since = state?.stoppedSince {
      self.state = "stopped"
      self.reason = state?.stoppedReason
      self.since = Moment(utc: since)
    } else if let until = state?.slowUntil, until > now {
      self.state = "slow"
      self.reason = "asked to be left alone until " + Moment(utc: until).text
    } else if let since = state?.doubtSince {
      self.state = "in doubt"
      self.reason =
        switch state?.doubtReason {
        case "no-receipts": "no receipt comes any more"
        case "no-canary": "its canary does not come back"
        default: "no reply comes any more"
        }
      self.since = Moment(utc: since)
    } else if let deaf = state?.deafUntil, deaf > now {
      self.state = "in doubt"
      self.reason = "replies that came while we were down are being fetched"
    } else if let missing = Self.missingProof(traits, state) {
      self.state = "unproved"
      self.reason = missing
    }
  }

  /// What has never come back on this road; until it has, silence proves nothing.
  private static func missingProof(_ traits: GatewayTraits, _ state: GatewayState?) -> String? {
    if traits.isProved { return nil }
    if !traits.canReceive { return "replies have no way back" }
    if traits.givesReceipts, state?.firstReceiptAt == nil { return "no receipt has ever come" }
    return state?.firstReplyAt == nil ? "no reply has ever come" : nil
  }
}
