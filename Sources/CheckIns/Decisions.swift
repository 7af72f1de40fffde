package import Messages
package import Timekeeping

/// What happens to the people in one slice, decided at one moment: every function reads and changes
/// the slice and nothing else.
package struct Decisions: Sendable {
  package var slice: Slice
  package let now: Instant
  package let rules: Rules
  /// The next identifier; rises by one with each use.
  package var nextID: Int64
  package var random: SeededRandom

  package init(slice: Slice, now: Instant, rules: Rules, nextID: Int64, random: SeededRandom) {
    self.slice = slice
    self.now = now
    self.rules = rules
    self.nextID = nextID
    self.random = random
  }

  package mutating func newID<Kind>() -> ID<Kind> {
    defer { nextID += 1 }
    return ID(rawValue: nextID)
  }

  package mutating func record(
    _ event: String, person: PersonID? = nil, checkIn: CheckInID? = nil, alert: AlertID? = nil,
    message: MessageID? = nil, _ detail: String = ""
  ) {
    slice.ledger.append(
      LedgerEntry(
        at: now, event: event, person: person, checkIn: checkIn, alert: alert, message: message,
        detail: detail))
  }

  /// About a message, and what it is for.
  mutating func record(_ event: String, of message: Message, _ detail: String = "") {
    record(
      event, person: message.person, checkIn: message.checkIn, alert: message.alert,
      message: message.id, detail)
  }

  package func zone(of person: Person) -> Zone { rules.zone(person.zone) ?? .utc }

  /// The date on the person's own clock.
  package func today(of person: PersonID) -> LocalDate {
    (slice.people[person].map { zone(of: $0) } ?? .utc).local(of: now).date
  }

  func plan(_ digest: String) -> Plan? { slice.plans[digest] }
}

/// Random bits from a seed (SplitMix64, Steele, Lea and Flood 2014): the same seed, the same bits.
package struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// The seed of another piece of the same work. Never a sum: adding what the generator adds would
  /// give the same bits one place further on, and with them a nonce twice.
  package static func seed(after seed: UInt64) -> UInt64 {
    var source = SeededRandom(seed: ~seed)
    return source.next()
  }

  /// A span between zero and `most`, evenly spread.
  package mutating func span(upTo most: Duration) -> Duration {
    .milliseconds(Int64(next() % UInt64(max(0, most.milliseconds) + 1)))
  }
}
