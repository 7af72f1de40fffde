/// How Kith is doing: `kith status`.
package struct StatusReport: Hashable, Sendable, Codable {
  /// False while something is wrong; `kith status` then exits with 1.
  package var healthy: Bool
  /// One sentence each: what is wrong, since when, what can be done.
  package var problems: [String]
  package var version: String
  package var startedAt: Moment
  package var now: Moment
  /// In the order of the configuration.
  package var gateways: [GatewayLine]
  package var queue: Queue
  /// Callbacks kept while the database cannot be written.
  package var spool = Spool()
  /// When the next thing falls due, nil when nothing is planned.
  package var nextDeadline: Moment?
  package var counts: Counts

  package struct GatewayLine: Hashable, Sendable, Codable {
    package var name: String
    package var provider: String
    /// `ok`, `unproved`, `slow`, `in doubt`, `stopped`.
    package var state: String
    /// Why it is not `ok`, as a code.
    package var reason: String?
    package var since: Moment?
    /// Attempts without an outcome.
    package var inFlight: Int
    package var lastAccepted: Moment?
    package var lastReceipt: Moment?
    package var lastReply: Moment?
    /// When a canary was last sent, and when one last came back; nil where none is configured.
    package var lastCanary: Moment?
    package var canaryBack: Moment?
    /// Segments that left this month (UTC), and how many may; nil where no budget is set.
    package var segments = 0
    package var budget: Int?
    /// What they cost by `cost_per_segment`, as `0.0158 USD`.
    package var cost: String?
    /// What `segments` counts: `texts`, `mails` or `calls`.
    package var unit = "texts"
    /// Callbacks not taken since the start, when the last one came, and why it was not.
    package var refusedCallbacks: Int?
    package var lastRefused: Moment?
    package var refusal: String?

    package init(
      name: String, provider: String, state: String, reason: String? = nil, since: Moment? = nil,
      inFlight: Int = 0, lastAccepted: Moment? = nil, lastReceipt: Moment? = nil,
      lastReply: Moment? = nil
    ) {
      self.name = name
      self.provider = provider
      self.state = state
      self.reason = reason
      self.since = since
      self.inFlight = inFlight
      self.lastAccepted = lastAccepted
      self.lastReceipt = lastReceipt
      self.lastReply = lastReply
    }
    enum CodingKeys: String, CodingKey {
      case name, provider, state, reason, since
      case inFlight = "in_flight"
      case lastAccepted = "last_accepted"
      case lastReceipt = "last_receipt"
      case lastReply = "last_reply"
      case lastCanary = "last_canary"
      case canaryBack = "canary_back"
      case segments, budget, cost, unit, refusal
      case refusedCallbacks = "refused_callbacks"
      case lastRefused = "last_refused"
    }
  }

  /// Messages that wait, by lane, and those whose answer was lost.
  package struct Queue: Hashable, Sendable, Codable {
    package var urgent = 0
    package var notices = 0
    package var nudges = 0
    package var prompts = 0
    package var rest = 0
    package var inDoubt = 0
    package init() {}
    package var waiting: Int { urgent + notices + nudges + prompts + rest }
    enum CodingKeys: String, CodingKey {
      case urgent, notices, nudges, prompts, rest
      case inDoubt = "in_doubt"
    }
  }

  /// Callbacks that wait to be taken in, and when the oldest came.
  package struct Spool: Hashable, Sendable, Codable {
    package var waiting = 0
    package var since: Moment?
    package init(waiting: Int = 0, since: Moment? = nil) {
      self.waiting = waiting
      self.since = since
    }
  }

  package struct Counts: Hashable, Sendable, Codable {
    package var people = 0
    package var mentees = 0
    package var uncovered = 0
    package var openCheckIns = 0
    package var openAlerts = 0
    package var unreadReplies = 0
    package init() {}
    enum CodingKeys: String, CodingKey {
      case people, mentees, uncovered
      case openCheckIns = "open_check_ins"
      case openAlerts = "open_alerts"
      case unreadReplies = "unread_replies"
    }
  }

  package init(
    healthy: Bool, problems: [String] = [], version: String, startedAt: Moment, now: Moment,
    gateways: [GatewayLine] = [], queue: Queue = Queue(), nextDeadline: Moment? = nil,
    counts: Counts = Counts()
  ) {
    self.healthy = healthy
    self.problems = problems
    self.version = version
    self.startedAt = startedAt
    self.now = now
    self.gateways = gateways
    self.queue = queue
    self.nextDeadline = nextDeadline
    self.counts = counts
  }
  enum CodingKeys: String, CodingKey {
    case healthy, problems, version, now, gateways, queue, spool, counts
    case startedAt = "started_at"
    case nextDeadline = "next_deadline"
  }
}
