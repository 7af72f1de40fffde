import CheckIns
package import Control
import Messages
package import Storage
import Timekeeping

/// Answers a query from one moment of the database: rows are read, and a `Teller` puts them in
/// words. It changes nothing.
package struct Answering {
  package typealias Answer = Result<QueryAnswer, Refusal>

  let snapshot: Snapshot
  let house: HouseNow
  private var known: [PersonID: Teller.Known] = [:]
  private var addresses: [ContactID: String] = [:]

  package init(_ snapshot: Snapshot, _ house: HouseNow) {
    self.snapshot = snapshot
    self.house = house
  }

  var now: Instant { house.now }

  package mutating func answer(_ query: Query) throws(StorageFailure) -> Answer {
    switch query {
    case .people(let people): .success(.people(try self.people(people)))
    case .show(let subject): try show(subject.id)
    case .status: .success(.status(try status()))
    case .why(let why): try self.why(why.subject)
    case .inbox(let inbox): .success(.inbox(try self.inbox(inbox)))
    case .outbox(let outbox): .success(.outbox(try self.outbox(outbox)))
    case .alerts(let alerts): .success(.alerts(try self.alerts(open: alerts.open)))
    case .next(let next): try self.next(next)
    case .calendar(let next): try calendar(next)
    case .sendTest(let test): try progress(of: test.message)
    case .preview(let preview): try self.preview(preview)
    case .phones: .success(.phones(try phones()))
    case .page(let page): try self.page(page.token)
    }
  }

  // MARK: Who is who

  /// Knows everybody that `learn` was told of.
  var teller: Teller { Teller(known) }

  /// Empty for an address that was erased.
  func address(_ contact: ContactID) -> String { addresses[contact] ?? "" }

  /// The person with this roster id, or Kith's own, and all that belongs to them.
  mutating func person(_ text: String, _ aspects: Aspects, into slice: inout Slice)
    throws(StorageFailure) -> Person?
  {
    let named = try snapshot.person(byRosterID: text)
    guard let id = named ?? PersonID(text) else { return nil }
    try snapshot.load(people: [id], aspects, into: &slice)
    guard let person = slice.people[id] else { return nil }
    try learn([person])
    return person
  }

  /// Opens the names, addresses and clocks of people that an answer shows.
  mutating func learn(_ people: [Person]) throws(StorageFailure) {
    let new = people.filter { known[$0.id] == nil }
    guard !new.isEmpty else { return }
    let details = try snapshot.privateDetails(new.map(\.id))
    for person in new {
      let detail = details[person.id]
      known[person.id] = Teller.Known(
        rosterID: detail?.rosterID, name: detail?.name ?? "\(person.id)",
        zone: house.rules.zone(person.zone) ?? .utc)
      addresses.merge(detail?.addresses ?? [:]) { first, _ in first }
    }
  }

  mutating func learn(_ ids: [PersonID]) throws(StorageFailure) {
    let unknown = unique(ids.filter { known[$0] == nil })
    guard !unknown.isEmpty else { return }
    var slice = Slice()
    try snapshot.load(people: unknown, [], into: &slice)
    try learn(slice.people.sorted)
  }

  func zone(of person: PersonID) -> Zone { known[person]?.zone ?? .utc }
}
