/// What a command did. As JSON it is the payload alone; the command tells which.
package enum CommandAnswer: Hashable, Sendable {
  case imported(ImportReport)
  case done(Done)
  case testing(TestStarted)
  /// After a press on a link's page: what the page says now.
  case page(LinkPage)

  /// Done, or found to be so already.
  package struct Done: Hashable, Sendable, Codable {
    /// What is now so, in one sentence for whoever asked.
    package var sentence: String
    /// What it is about (`p7`, `a3`, `m12`, `r5`), where one thing is.
    package var id: String?
    package init(_ sentence: String, id: String? = nil) {
      self.sentence = sentence
      self.id = id
    }
  }

  /// A test message is queued; the query `send-test` tells how far it has come.
  package struct TestStarted: Hashable, Sendable, Codable {
    package var message: String
    package var gateway: String
    /// Whether this gateway gives receipts, so that one is worth waiting for.
    package var givesReceipts: Bool
    /// Whether replies can come back on this road.
    package var takesReplies: Bool
    package init(message: String, gateway: String, givesReceipts: Bool, takesReplies: Bool) {
      self.message = message
      self.gateway = gateway
      self.givesReceipts = givesReceipts
      self.takesReplies = takesReplies
    }
    enum CodingKeys: String, CodingKey {
      case message, gateway
      case givesReceipts = "gives_receipts"
      case takesReplies = "takes_replies"
    }
  }

  package var json: [UInt8] {
    switch self {
    case .imported(let report): ControlJSON.encode(report)
    case .done(let done): ControlJSON.encode(done)
    case .testing(let started): ControlJSON.encode(started)
    case .page(let page): ControlJSON.encode(page)
    }
  }

  /// The answer to `command`, from its JSON.
  package init(to command: Command, json: [UInt8]) throws(Refusal) {
    let name = "the answer to " + command.name
    switch command {
    case .importRoster:
      self = .imported(try ControlJSON.decode(ImportReport.self, from: json, for: name))
    case .sendTest:
      self = .testing(try ControlJSON.decode(TestStarted.self, from: json, for: name))
    case .press: self = .page(try ControlJSON.decode(LinkPage.self, from: json, for: name))
    case .add, .set, .say, .acknowledge, .close, .pause, .resume, .stop, .away, .inboxDone,
      .reload, .phoneReply, .receiveMail:
      self = .done(try ControlJSON.decode(Done.self, from: json, for: name))
    }
  }
}

/// What an import did, or with `dry_run` would do.
package struct ImportReport: Hashable, Sendable, Codable {
  package var dryRun: Bool
  package var added: Int
  package var changed: Int
  package var unchanged: Int
  /// Invitations that go out: people without consent on file.
  package var invited: Int
  /// What people chose themselves and the file would have changed; in order of the file.
  package var kept: [Kept]
  /// Those whose mentors are told nothing of a silence, as no consent to it is on file.
  package var untold: [String] = []

  package struct Kept: Hashable, Sendable, Codable {
    package var id: String
    /// The roster's column.
    package var field: String
    package init(id: String, field: String) {
      self.id = id
      self.field = field
    }
  }

  package init(
    dryRun: Bool, added: Int, changed: Int, unchanged: Int, invited: Int = 0, kept: [Kept] = []
  ) {
    self.dryRun = dryRun
    self.added = added
    self.changed = changed
    self.unchanged = unchanged
    self.invited = invited
    self.kept = kept
  }
  enum CodingKeys: String, CodingKey {
    case added, changed, unchanged, invited, kept, untold
    case dryRun = "dry_run"
  }
}
