/// One reply in `kith inbox`.
package struct InboxLine: Hashable, Sendable, Codable {
  /// What `kith inbox done` takes.
  package var number: Int64
  /// The sender's roster id, or nil when nobody has this address.
  package var id: String?
  package var from: String
  package var channel: String
  package var at: Moment
  package var text: String
  /// How it was understood: an intent of `kith reply read`.
  package var intent: String
  package var checkIn: String?
  package var alert: String?
  package var unread: Bool

  package init(
    number: Int64, id: String?, from: String, channel: String, at: Moment, text: String,
    intent: String, checkIn: String? = nil, alert: String? = nil, unread: Bool
  ) {
    self.number = number
    self.id = id
    self.from = from
    self.channel = channel
    self.at = at
    self.text = text
    self.intent = intent
    self.checkIn = checkIn
    self.alert = alert
    self.unread = unread
  }
  enum CodingKeys: String, CodingKey {
    case number, id, from, channel, at, text, intent, alert, unread
    case checkIn = "check_in"
  }
}

/// One unsettled message in `kith outbox`.
package struct OutboxLine: Hashable, Sendable, Codable {
  package var message: String
  /// The receiver's roster id.
  package var to: String
  package var channel: String
  package var gateway: String?
  /// `checkin`, `nudge`, `notice-silence` …
  package var template: String
  /// `queued`, `claimed`, `in doubt`.
  package var state: String
  package var attempt: Int
  package var created: Moment
  /// Why it has not gone yet, as a code: `quiet hours`, `http 429`.
  package var reason: String?
  package var notBefore: Moment?
  package var expires: Moment?

  package init(
    message: String, to: String, channel: String, gateway: String? = nil, template: String,
    state: String, attempt: Int, created: Moment, reason: String? = nil,
    notBefore: Moment? = nil, expires: Moment? = nil
  ) {
    self.message = message
    self.to = to
    self.channel = channel
    self.gateway = gateway
    self.template = template
    self.state = state
    self.attempt = attempt
    self.created = created
    self.reason = reason
    self.notBefore = notBefore
    self.expires = expires
  }
  enum CodingKeys: String, CodingKey {
    case message, to, channel, gateway, template, state, attempt, created, reason, expires
    case notBefore = "not_before"
  }
}

/// One alert in `kith alerts`.
package struct AlertLine: Hashable, Sendable, Codable {
  package var alert: String
  /// The roster id of whom it is about.
  package var id: String
  package var name: String
  /// `silence`, `answer`, `crisis`, `talk`, `unreached`.
  package var reason: String
  /// `open`, `acknowledged`, `closed`.
  package var state: String
  package var opened: Moment
  package var checkIn: String?
  /// The roster id of who said "I will".
  package var acknowledgedBy: String?
  package var acknowledged: Moment?
  package var closed: Moment?
  package var outcome: String?
  /// What whoever closed it wrote.
  package var note: String?

  package init(
    alert: String, id: String, name: String, reason: String, state: String, opened: Moment,
    checkIn: String? = nil, acknowledgedBy: String? = nil, acknowledged: Moment? = nil,
    closed: Moment? = nil, outcome: String? = nil, note: String? = nil
  ) {
    self.alert = alert
    self.id = id
    self.name = name
    self.reason = reason
    self.state = state
    self.opened = opened
    self.checkIn = checkIn
    self.acknowledgedBy = acknowledgedBy
    self.acknowledged = acknowledged
    self.closed = closed
    self.outcome = outcome
    self.note = note
  }

  /// The note, however many lines it has.
  var onOneLine: String? { note?.split(whereSeparator: \.isNewline).joined(separator: " ") }

  enum CodingKeys: String, CodingKey {
    case alert, id, name, reason, state, opened, acknowledged, closed, outcome, note
    case checkIn = "check_in"
    case acknowledgedBy = "acknowledged_by"
  }
}
