/// Something asked that changes nothing.
package enum Query: Hashable, Sendable {
  case people(People)
  case show(Command.Subject)
  case status
  case why(Why)
  case inbox(Inbox)
  case outbox(Outbox)
  case alerts(Alerts)
  case next(Next)
  /// The same as an iCalendar file.
  case calendar(Next)
  /// How far a test message has come.
  case sendTest(TestOf)
  case preview(Preview)
  /// All pretend phones.
  case phones
  /// What a signed link shows.
  case page(Page)

  package struct People: Hashable, Sendable, Codable {
    /// Only mentees whom nobody would be told about.
    package var uncovered: Bool
    package init(uncovered: Bool = false) { self.uncovered = uncovered }
    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      uncovered = try container.decodeIfPresent(Bool.self, forKey: .uncovered) ?? false
    }
    enum CodingKeys: String, CodingKey { case uncovered }
  }

  package struct Why: Hashable, Sendable, Codable {
    /// A check-in (`c12`), an alert (`a3`), or a person.
    package var subject: String
    package init(subject: String) { self.subject = subject }
  }

  package struct Inbox: Hashable, Sendable, Codable {
    package var unread: Bool
    package init(unread: Bool = false) { self.unread = unread }
    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      unread = try container.decodeIfPresent(Bool.self, forKey: .unread) ?? false
    }
    enum CodingKeys: String, CodingKey { case unread }
  }

  package struct Outbox: Hashable, Sendable, Codable {
    /// At most 1000.
    package var limit: Int
    package init(limit: Int = 100) { self.limit = limit }
    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      limit = min(1000, max(1, try container.decodeIfPresent(Int.self, forKey: .limit) ?? 100))
    }
    enum CodingKeys: String, CodingKey { case limit }
  }

  package struct Alerts: Hashable, Sendable, Codable {
    /// Only those not closed.
    package var open: Bool
    package init(open: Bool = false) { self.open = open }
    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      open = try container.decodeIfPresent(Bool.self, forKey: .open) ?? false
    }
    enum CodingKeys: String, CodingKey { case open }
  }

  package struct Next: Hashable, Sendable, Codable {
    package var id: String
    /// RFC 3339, or a date; nil is now.
    package var after: String?
    /// 1 to 1000.
    package var count: Int
    package init(id: String, after: String? = nil, count: Int = 5) {
      self.id = id
      self.after = after
      self.count = count
    }
    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      id = try container.decode(String.self, forKey: .id)
      after = try container.decodeIfPresent(String.self, forKey: .after)
      count = min(1000, max(1, try container.decodeIfPresent(Int.self, forKey: .count) ?? 5))
    }
    enum CodingKeys: String, CodingKey { case id, after, count }
  }

  package struct TestOf: Hashable, Sendable, Codable {
    /// As the command `send-test` answered it (`m12`).
    package var message: String
    package init(message: String) { self.message = message }
  }

  package struct Preview: Hashable, Sendable, Codable {
    package var template: String
    package var id: String
    package init(template: String, id: String) {
      self.template = template
      self.id = id
    }
  }

  package struct Page: Hashable, Sendable, Codable {
    package var token: String
    package init(token: String) { self.token = token }
  }
}
