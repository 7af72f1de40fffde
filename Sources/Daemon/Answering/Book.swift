internal import CheckIns
internal import Control
internal import Messages
internal import Storage
internal import Timekeeping

/// One moment of the database, with the names and clocks that answers show.
struct Book {
  typealias Answer = Result<QueryAnswer, Refusal>

  let snapshot: Snapshot
  let house: Answerer.House
  let configuration: Configuration
  let now: Instant
  private var details: [PersonID: PrivateDetails] = [:]
  private var zones: [PersonID: Zone] = [:]

  init(_ snapshot: Snapshot, _ house: Answerer.House) {
    self.snapshot = snapshot
    self.house = house
    configuration = house.current.value
    now = house.clock.now()
  }

  mutating func answer(_ query: Query) throws(StorageFailure) -> Answer {
    switch query {
    case .people(let people): return .success(.people(try self.people(people)))
    case .show(let subject): return try show(subject.id)
    case .status: return .success(.status(try status()))
    case .why(let why): return try self.why(why.subject)
    case .inbox(let inbox): return .success(.inbox(try self.inbox(inbox)))
    case .outbox(let outbox): return .success(.outbox(try self.outbox(outbox)))
    case .alerts(let alerts): return .success(.alerts(try self.alerts(open: alerts.open)))
    case .next(let next): return try self.next(next)
    case .sendTest(let test): return try progress(of: test.message)
    case .preview:
      return .failure(Refusal(.refused, "kith template preview shows a template without --person."))
    case .phones: return .success(.phones(try phones()))
    case .page(let page): return try self.page(page.token)
    }
  }

  // MARK: People

  /// The person with this roster id, or Kith's own.
  mutating func person(_ text: String) throws(StorageFailure) -> Person? {
    let named = try snapshot.person(byRosterID: text)
    guard let id = named ?? PersonID(text) else { return nil }
    var slice = Slice()
    try snapshot.load(people: [id], [], into: &slice)
    guard let person = slice.people[id] else { return nil }
    try learn([person])
    return person
  }

  /// Opens the names and clocks of people that an answer shows.
  mutating func learn(_ people: [Person]) throws(StorageFailure) {
    let unknown = people.map(\.id).filter { details[$0] == nil }
    if !unknown.isEmpty {
      details.merge(try snapshot.privateDetails(unknown)) { first, _ in first }
    }
    for person in people where zones[person.id] == nil {
      zones[person.id] = (try? configuration.zones.zone(person.zone)) ?? .utc
    }
  }

  mutating func learn(_ ids: [PersonID]) throws(StorageFailure) {
    let unknown = Set(ids.filter { zones[$0] == nil })
    guard !unknown.isEmpty else { return }
    var slice = Slice()
    try snapshot.load(people: unknown.sorted(), [], into: &slice)
    try learn(slice.people.sorted)
  }

  func rosterID(_ id: PersonID) -> String { details[id]?.rosterID ?? "\(id)" }

  /// An erased person has none.
  func name(_ id: PersonID) -> String { details[id]?.name ?? "" }

  func address(_ contact: ContactID, of person: PersonID) -> String {
    details[person]?.addresses[contact] ?? ""
  }

  // MARK: Clocks

  func zone(of person: PersonID?) -> Zone { person.flatMap { zones[$0] } ?? .utc }

  /// On the person's own clock; in UTC where nobody's is meant.
  func moment(_ instant: Instant, of person: PersonID? = nil) -> Moment {
    let zone = zone(of: person)
    return Moment(
      instant, offset: zone.offset(at: instant), zone: zone.abbreviation(at: instant))
  }

  func moment(_ instant: Instant?, of person: PersonID? = nil) -> Moment? {
    guard let instant, instant != .distantFuture else { return nil }
    let moment: Moment = moment(instant, of: person)
    return moment
  }

  // MARK: Refusals

  static func nobody(_ id: String) -> Answer {
    .failure(Refusal(.unknown, "There is nobody with the id \(id): see kith people."))
  }
}
