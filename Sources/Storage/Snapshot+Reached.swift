import GRDB
package import Messages

/// How many people can be reached by these channels and no other.
package struct Reached: Hashable, Sendable {
  /// In order, each once; never empty.
  package var channels: [Channel]
  package var people: Int
  package init(channels: [Channel], people: Int) {
    self.channels = channels
    self.people = people
  }
}

private let selectReached = SQL(
  """
  SELECT contact.person, contact.channel FROM contact JOIN person ON person.id = contact.person
  WHERE contact.bad_since IS NULL AND contact.opted_out_at IS NULL AND person.standing IN (1, 2)
  ORDER BY contact.person, contact.channel
  """)

extension Snapshot {
  /// Those who have not left, by the channels of the addresses that may be used.
  package func reached() throws(StorageFailure) -> [Reached] {
    var counts: [[Channel]: Int] = [:]
    var person: Int64?
    var channels: Set<Channel> = []
    var query = try query(selectReached)
    while try query.step() {
      let next = query.integer()
      if next != person, !channels.isEmpty {
        counts[channels.sorted(), default: 0] += 1
        channels = []
      }
      person = next
      channels.insert(try Channel(reading: &query))
    }
    if !channels.isEmpty { counts[channels.sorted(), default: 0] += 1 }
    return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { Reached(channels: $0.key, people: $0.value) }
  }
}
