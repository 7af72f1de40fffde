package import Messages
package import Timekeeping

/// What the operator configured, as far as decisions need it. One value, swapped whole at a reload.
package struct Rules: Sendable {
  package struct Crisis: Hashable, Sendable {
    package var notifyMentors = true
    package var notifyCoordinators = true
    /// Told again this often until somebody acknowledges.
    package var every: Duration = .minutes(10)
    /// The person is told that nobody could be reached yet after this long.
    package var notReachedAfter: Duration = .minutes(15)
    package init() {}
  }

  /// The house's quiet hours, for people without their own.
  package var quietHours = QuietHours(from: 21 * 60, to: 8 * 60)
  /// A prompt later than this is skipped.
  package var catchUp: Duration = .hours(8)
  package var crisis = Crisis()
  /// Automatic texts to one person on one local day; crisis and answers apart.
  package var textsPerDay = 4
  /// Messages of whatever kind to one person on one local day; only what is urgent goes beyond.
  package var mostPerDay = 60
  /// The plans in force by name, each with the digest it is stored under.
  package var plans: [String: StoredPlan] = [:]
  package var gateways: [String: GatewayTraits] = [:]
  /// What leaves under one sender, over whatever gateways, by sender.
  package var senderPaces: [String: Pace] = [:]
  /// Gateway names by channel, first choice first.
  package var routes: [Channel: [String]] = [:]
  /// Zone rules by IANA name; nil for a zone that does not exist.
  package var zone: @Sendable (String) -> Zone?
  package var reader: ReplyReader
  /// Decides random windows together with the enrolment: a secret of this installation, from its
  /// database.
  package var windowKey = WindowKey()

  package init(zone: @escaping @Sendable (String) -> Zone?, reader: ReplyReader) {
    self.zone = zone
    self.reader = reader
  }
}

/// A secret of 128 bits; each enrolment's random times come from it and the enrolment's id.
package struct WindowKey: Hashable, Sendable, CustomStringConvertible {
  private let hash: KeyedHash

  /// A key that is no secret, for lists of times that belong to nobody.
  package init() { self.init(0, 0) }

  package init(_ first: UInt64, _ second: UInt64) { hash = KeyedHash(first, second) }

  package var description: String { "WindowKey(redacted)" }

  func key(of enrolment: EnrolmentID) -> KeyedHash {
    let id = UInt64(bitPattern: enrolment.rawValue)
    return KeyedHash(hash.bits(id, 0), hash.bits(id, 1))
  }
}

extension Rules {
  /// Gateways by which a message of this lane may leave, first choice first: a question goes only
  /// where it can be answered, other words there if they can.
  package func road(for lane: Lane, _ channel: Channel) -> [String] {
    let all = routes[channel] ?? []
    guard lane == .prompts || lane == .nudges || lane == .rest else { return all }
    let answerable = all.filter { gateways[$0]?.canReceive ?? true }
    return lane == .rest && answerable.isEmpty ? all : answerable
  }
}

extension Rules {
  /// The same for one message, without the gateways that will never take it.
  func road(for message: Message) -> [String] {
    road(for: message.lane, message.channel).filter { !message.refusedBy.contains($0) }
  }
}

/// A plan and the digest of its encoded form.
package struct StoredPlan: Hashable, Sendable {
  package var digest: String
  package var plan: Plan
  package init(digest: String, plan: Plan) {
    self.digest = digest
    self.plan = plan
  }
}

/// What decisions must know of a gateway; all of it comes from its definition.
package struct GatewayTraits: Hashable, Sendable {
  package enum Doubt: String, Sendable {
    /// Not sent again; nobody is alarmed over it.
    case hold
    /// Sent again, at the risk of a double.
    case resend
    /// Sent again under the same idempotency key: the provider drops the double.
    case idempotent
  }

  package var channel: Channel
  package var givesReceipts = false
  /// People can answer on this road.
  package var canReceive = true
  /// The provider answers STOP itself.
  package var confirmsOptOut = false
  /// The provider can list what arrived while we were down.
  package var listsReplies = false
  /// Counts as proved from the first moment (the sandbox).
  package var isProved = false
  package var promptInDoubt = Doubt.hold
  package var noticeInDoubt = Doubt.resend
  /// The provider can be asked what became of a message by what was sent.
  package var answersStatus = false
  /// Attempts whose outcome is not known yet, at the most.
  package var inFlight = 256
  /// Segments a month; at the end only answers, notices and what is urgent leave by it.
  package var budget: Int?
  /// Nil: nobody said.
  package var segmentPrice: SegmentPrice?
  /// What may leave by it; nil: as fast as it takes them.
  package var pace: Pace?
  /// Nil: it sends none.
  package var canary: Canary?
  /// The number or address messages come from.
  package var sender: String?

  package init(channel: Channel) { self.channel = channel }
}

/// What no operator sets: the limits decisions keep.
package enum Limits {
  /// A gateway that gives receipts must have given one for the prompt this soon.
  package static let receiptWait = Duration.minutes(30)
  /// A prompt in doubt is given up when nothing has settled it for this long.
  package static let doubtWait = Duration.minutes(30)
  /// A provider is first asked about a doubt after this, spread over its upper half; then after
  /// waits that double.
  package static let inquiryFirst = Duration.seconds(10)
  /// A message that its provider does not list this long after it was sent never arrived there.
  package static let absenceNeeds = Duration.seconds(60)
  /// Late prompts after downtime are spread over this.
  package static let spread = Duration.minutes(15)
  /// Between two texts to one person that waited for the same morning.
  static let betweenTexts = Duration.minutes(10)
  /// Notices of silence begin this long after calls for a human, when quiet hours end.
  static let afterCalls = Duration.minutes(1)
  /// What only a gateway that is out of order might take looks again after this.
  static let strandedWait = Duration.minutes(1)
  /// A message younger than this has not waited.
  static let freshness = Duration.minutes(15)
  /// A nudge that waited is left out when the next prompt is due within this.
  static let promptNear = Duration.minutes(30)
  /// A timer later than this was missed while the daemon was down.
  package static let lateness = Duration.minutes(2)
  /// A ladder step that waits for a provider's list of replies looks again after this.
  static let listingWait = Duration.seconds(30)
  /// It waits this long at the most; then the check-in is unreached.
  static let listingMost = Duration.hours(1)
  /// How long until what is for somebody whose row cannot be read is tried again.
  static let unreadableWait = Duration.minutes(10)
  /// An enrolment whose plan is gone looks for it again after this.
  static let planWait = Duration.hours(1)
  /// A milestone is not told of later than so many days.
  static let milestoneDays = 7
  /// Without a next occurrence, days off are told of so many days.
  static let daysOffAhead = 31
  /// Down for longer than this, replies may have been lost; a restart is quicker.
  package static let outage = Duration.minutes(2)
  /// Hotline cards and confirmations of a stop to one person on one local day: more is a machine
  /// that answers us.
  package static let urgentAnswersPerDay = 20
  /// A gateway that gave receipts and gives none for so many messages and so long is in doubt.
  package static let unreceiptedMost = 5
  package static let unreceiptedWait = Duration.minutes(30)
  /// A gateway over which nobody answered so many prompts in so long is in doubt.
  package static let unrepliedMost = 20
  package static let unrepliedWait = Duration.hours(20)
  package static let retryFirst = Duration.seconds(5)
  package static let retryMost = Duration.minutes(15)
  /// Tries at one gateway before the next of the route.
  package static let triesPerGateway = 3
  /// A gateway whose receipts say that it sent too fast is left alone for this long.
  package static let slowDownWait = Duration.minutes(1)
  /// Attempts at a message that its gateways took and did not deliver, through their own fault.
  package static let undeliveredTries = 4
  /// After an acknowledged call for help, until somebody closes it.
  static let howDidItGoEvery = Duration.hours(24)
  package static let noticeLife = Duration.hours(24)
  package static let nudgeLife = Duration.hours(24)
  package static let answerLife = Duration.hours(6)
  /// Three check-ins in a row without contact: the person is asked whether they still want these.
  package static let silencesBeforeAsking = 3
  /// Mentors hear of a person who could not be reached after this long.
  package static let unreachedBeforeMentors = Duration.hours(24)
  /// After so many failures in a row a gateway rests, then one message alone tries it.
  package static let failuresBeforeRest = 5
  /// How long it rests, doubling with each try in vain; spread over its upper half.
  package static let restFirst = Duration.seconds(15)
  package static let restMost = Duration.minutes(15)
  /// A gateway that failed for this long is out of order: operators are told.
  package static let failingBeforeStop = Duration.minutes(5)
  /// A gateway that is out of order is tried again with one message after this long.
  package static let probeAfter = Duration.minutes(15)
}
