package import Messages
package import Timekeeping

/// Lanes leave in this order.
package enum Lane: Int, Comparable, Sendable, CaseIterable, Codable {
  /// Crisis and opt-out answers.
  case urgent = 0
  case notices = 1
  case nudges = 2
  case prompts = 3
  case rest = 4
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Something Kith sends, from the decision to its end. Its text is rendered when it is claimed.
package struct Message: Row {
  package enum State: Int, Sendable {
    /// Waits for a gateway with room. → claimed, cancelled, expired, failed
    case queued = 1
    /// An attempt was recorded; its request may be on the way. → accepted, queued, in doubt, failed
    case claimed = 2
    /// Taken by a gateway; receipts may come. → delivered, undelivered
    case accepted = 3
    /// The answer was lost. → accepted, delivered, undelivered, queued, held
    case inDoubt = 4
    case delivered = 5
    case undelivered = 6
    /// Given up: no gateway would take it.
    case failed = 7
    case expired = 8
    case cancelled = 9
    /// In doubt for good: it is not sent again, and nobody is blamed.
    case held = 10
  }

  package var id: MessageID
  package var person: PersonID
  package var contact: ContactID
  package var channel: Channel
  package var lane: Lane
  /// The template's name: `checkin`, `nudge`, `notice-silence`, `thanks` …
  package var template: String
  /// Ids and codes the rendering needs, sorted by key when stored; never personal data.
  package var facts: [String: String]
  package var checkIn: CheckInID?
  package var alert: AlertID?
  /// The number in `A1`, unique among the receiver's open notices.
  package var code: Int?
  package var state: State
  package var attempt: Int
  /// The one gateway it may leave by, whatever the route says; nil: any of the route.
  package var pinned: String?
  /// Gateways of its channel that will never take it.
  package var refusedBy: [String] = []
  /// Of the attempt in `attempt`.
  package var gateway: String?
  package var providerID: String?
  /// 16 lower-case letters and digits, from the seeded source.
  package var reference: String
  package var createdAt: Instant
  package var claimedAt: Instant?
  /// When it came to its end; of one in doubt, when the doubt began.
  package var settledAt: Instant?
  /// When the first receipt for it came, and how far the provider says it got.
  package var receiptAt: Instant?
  package var receiptState: Receipt.State?
  package var notBefore: Instant?
  package var expiresAt: Instant?
  /// A free text by a human (`kith say`): sealed in the database, nil for rendered ones until
  /// claimed.
  package var body: String?
  /// Why the last attempt ended as it did: a code, without personal data.
  package var lastReason: String?

  package var key: MessageID { id }
  package var owner: PersonID? { person }
  /// In the outbox: something must still become of it.
  package var isUnsettled: Bool {
    state == .queued || state == .claimed || state == .inDoubt
  }

  /// Its facts without what belongs to this message alone.
  var matter: [String: String] {
    facts.filter { $0.key != Self.segmentsFact && $0.key != Self.triedFact }
  }

  /// How many segments the attempt in force has, where it has several.
  static let segmentsFact = "segments"
  /// Contacts that were tried for this before.
  static let triedFact = "tried"

  /// Goes to a number of the house's own, and to nobody.
  package var isCanary: Bool { template == Canary.template }

  /// Why one ended of which a provider says that another part got lost than the one it knows it by.
  package static let lostPart = "undelivered-part"

  /// Taken by a gateway, as far as is known.
  package var wasAccepted: Bool { state == .accepted || state == .delivered }

  /// When a queued message can go, is no longer worth sending, or a doubt must end; the message
  /// itself is the durable deadline, so the timer table has none for it.
  package var lookAt: Instant? {
    Self.lookAt(
      state, notBefore: notBefore, expiresAt: expiresAt, doubtSince: settledAt ?? createdAt)
  }

  /// `notBefore` of a message in doubt is when its provider is asked again.
  package static func lookAt(
    _ state: State, notBefore: Instant?, expiresAt: Instant?, doubtSince: Instant
  ) -> Instant? {
    switch state {
    case .queued: [notBefore, expiresAt].compactMap(\.self).min()
    case .inDoubt: min(doubtSince + Limits.doubtWait, notBefore ?? .distantFuture)
    default: nil
    }
  }

  package init(
    id: MessageID, person: PersonID, contact: ContactID, channel: Channel, lane: Lane,
    template: String, reference: String, createdAt: Instant
  ) {
    self.id = id
    self.person = person
    self.contact = contact
    self.channel = channel
    self.lane = lane
    self.template = template
    self.facts = [:]
    self.state = .queued
    self.attempt = 0
    self.reference = reference
    self.createdAt = createdAt
  }
}

/// A reply as it is kept; the text is sealed in the database.
package struct Reply: Row {
  package var id: ReplyID
  package var person: PersonID?
  package var contact: ContactID?
  package var channel: Channel
  package var gateway: String
  package var providerID: String
  package var receivedAt: Instant
  package var text: String
  package var intent: ReplyReading.Intent
  /// The answer's value; sealed with the text.
  package var value: String?
  /// Where it came from, of a sender whom nobody knows; sealed with the text, in place of a value.
  package var stranger: String?
  package var checkIn: CheckInID?
  package var alert: AlertID?
  /// A human should read it (`kith inbox --unread`).
  package var unread: Bool

  package var key: ReplyID { id }
  package var owner: PersonID? { person }

  package init(
    id: ReplyID, channel: Channel, gateway: String, providerID: String, receivedAt: Instant,
    text: String, intent: ReplyReading.Intent
  ) {
    self.id = id
    self.channel = channel
    self.gateway = gateway
    self.providerID = providerID
    self.receivedAt = receivedAt
    self.text = text
    self.intent = intent
    self.unread = false
  }
}

/// What Kith knows of a gateway's road, out and back.
package struct GatewayState: Row {
  package var name: String
  package var firstAcceptedAt: Instant?
  package var firstReceiptAt: Instant?
  package var firstReplyAt: Instant?
  package var lastAcceptedAt: Instant?
  package var lastReceiptAt: Instant?
  package var lastReplyAt: Instant?
  /// Set while nothing is sent here, with the code of why.
  package var stoppedSince: Instant?
  package var stoppedReason: String?
  /// Nothing is sent before this.
  package var slowUntil: Instant?
  package var failuresInARow: Int
  /// When the first of them was.
  package var failingSince: Instant?
  /// Replies sent on this road before this moment may be lost: we were down, and the provider
  /// cannot list them. `.distantFuture` until a provider that can was asked.
  package var deafUntil: Instant?
  /// Since when that is so.
  package var deafSince: Instant?
  /// Replies sent on this road since then may still wait at the provider; nil once it listed them.
  package var unreadSince: Instant?
  /// How often replies on this road began to be unheard: who read the list while this rose has not
  /// read what came since.
  package var outages: Int
  /// When the operators were last told about it.
  package var toldAt: Instant?
  /// Messages accepted since the last receipt, and when the first of them was.
  package var unreceipted: Int
  package var unreceiptedSince: Instant?
  /// Prompts accepted since the last reply, and when the first of them was.
  package var unreplied: Int
  package var unrepliedSince: Instant?
  /// Set while silence on this road proves nothing, with the code of why.
  package var doubtSince: Instant?
  package var doubtReason: String?
  /// The newest canary, and when it was made.
  package var canary: MessageID?
  package var canaryAt: Instant?
  /// Since when one that was taken has not come back.
  package var canaryOwedSince: Instant?
  /// When one last came back.
  package var canaryBackAt: Instant?
  /// What left in one month (UTC), in segments; months are counted from the year 0.
  package var month: Int
  package var segments: Int

  /// It failed too often or is stopped: one message at a time, until one is taken.
  package var isOnProbe: Bool {
    stoppedSince != nil || failuresInARow >= Limits.failuresBeforeRest
  }

  /// It accepts messages, and its receipts say that it can deliver none.
  package var isStoppedByReceipt: Bool {
    stoppedSince != nil && (stoppedReason?.hasPrefix("receipt") ?? false)
  }

  package var key: String { name }
  package var owner: PersonID? { nil }

  package init(name: String) {
    self.name = name
    self.failuresInARow = 0
    self.outages = 0
    self.unreceipted = 0
    self.unreplied = 0
    self.month = 0
    self.segments = 0
  }
}

/// One line of the append-only record of what happened and why: ids and codes, nothing else.
package struct LedgerEntry: Hashable, Sendable {
  package var at: Instant
  /// What happened, as `asked`, `accepted`, `missed`, `deferred quiet-hours`: words of the design,
  /// in code form.
  package var event: String
  package var person: PersonID?
  package var checkIn: CheckInID?
  package var alert: AlertID?
  package var message: MessageID?
  /// Codes, gateway names, instants, zone names; never personal data.
  package var detail: String

  package init(
    at: Instant, event: String, person: PersonID? = nil, checkIn: CheckInID? = nil,
    alert: AlertID? = nil, message: MessageID? = nil, detail: String = ""
  ) {
    self.at = at
    self.event = event
    self.person = person
    self.checkIn = checkIn
    self.alert = alert
    self.message = message
    self.detail = detail
  }
}
