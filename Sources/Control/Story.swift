/// What happened to a check-in, an alert or a person, and why: `kith why`.
package struct Story: Hashable, Sendable, Codable {
  /// `c12`, `a3` or `p7`.
  package var subject: String
  /// One sentence: how it stands now, and why.
  package var summary: String
  /// Oldest first.
  package var lines: [Line]

  package struct Line: Hashable, Sendable, Codable {
    package var at: Moment
    /// The ledger's code, as `asked`; stable.
    package var event: String
    /// The same in plain words, without names beyond roster ids.
    package var text: String
    /// Ids of what it was about (`c12`, `m40`, `a3`), in this order.
    package var about: [String]
    package init(at: Moment, event: String, text: String, about: [String] = []) {
      self.at = at
      self.event = event
      self.text = text
      self.about = about
    }
  }

  package init(subject: String, summary: String, lines: [Line]) {
    self.subject = subject
    self.summary = summary
    self.lines = lines
  }
}

/// One coming check-in: `kith next`.
package struct Occurrence: Hashable, Sendable, Codable {
  /// RFC 3339 with offset: `2026-03-08T03:30:00-04:00`.
  package var local: String
  /// RFC 3339 with `Z`.
  package var utc: String
  /// What the zone calls its time then (`EDT`).
  package var zone: String?
  /// Why it is not at the rule's own time, as `moved from 02:30: clocks go forward`.
  package var note: String?

  package init(_ moment: Moment, note: String? = nil) {
    local = moment.local
    utc = moment.utc
    zone = moment.zone
    self.note = note
  }
}

/// Coming check-ins for a calendar program: `kith next --ics`.
package struct CalendarFile: Hashable, Sendable, Codable {
  /// RFC 5545, lines ending in CR LF.
  package var text: String
  package init(text: String) { self.text = text }
}

/// How far a test message has come.
package struct TestProgress: Hashable, Sendable, Codable {
  package var message: String
  package var accepted: Moment?
  /// The newest receipt's state, as `delivered`.
  package var receipt: String?
  package var receiptAt: Moment?
  package var repliedAt: Moment?
  /// Why it cannot come further, one sentence; nil while it may.
  package var failure: String?

  package init(
    message: String, accepted: Moment? = nil, receipt: String? = nil, receiptAt: Moment? = nil,
    repliedAt: Moment? = nil, failure: String? = nil
  ) {
    self.message = message
    self.accepted = accepted
    self.receipt = receipt
    self.receiptAt = receiptAt
    self.repliedAt = repliedAt
    self.failure = failure
  }
  enum CodingKeys: String, CodingKey {
    case message, accepted, receipt, failure
    case receiptAt = "receipt_at"
    case repliedAt = "replied_at"
  }
}

/// What a person's phone would get of a template.
package struct TemplatePreview: Hashable, Sendable, Codable {
  package var template: String
  package var channel: String
  package var subject: String?
  package var text: String
  /// `GSM-7`, perhaps with a national table, or `UCS-2`; nil for e-mail.
  package var encoding: String?
  package var segments: Int?
  /// Of all segments, where a gateway with a price was named: `0.0158 USD`.
  package var cost: String?

  package init(
    template: String, channel: String, subject: String? = nil, text: String,
    encoding: String? = nil, segments: Int? = nil
  ) {
    self.template = template
    self.channel = channel
    self.subject = subject
    self.text = text
    self.encoding = encoding
    self.segments = segments
  }
}
