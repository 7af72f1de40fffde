package import Messages

/// A row that holds what no Kith writes. It is left out of what is loaded, or, a person's, stands
/// for somebody who is not there; it is never written.
package struct Unreadable: Hashable, Sendable {
  package var table: String
  /// No two tables share one.
  package var id: Int64
  /// Whose it is.
  package var person: PersonID?
  /// What a message is about.
  package var checkIn: CheckInID?
  package var alert: AlertID?
  /// Why it cannot be read, one sentence.
  package var reason: String

  package init(table: String, id: Int64, person: PersonID? = nil, reason: String) {
    self.table = table
    self.id = id
    self.person = person
    self.reason = reason
  }

  package var failure: StorageFailure {
    StorageFailure(.unreadable, "Row \(id) of \(table) cannot be read: \(reason)")
  }
}

extension Snapshot {
  /// The row that a query stands at; nil where it cannot be read, which is noted.
  func row<Element: StoredRow>(_ query: inout Query) throws(StorageFailure) -> Element? {
    do throws(StorageFailure) {
      return try Element(reading: &query, plans: plans)
    } catch {
      guard error.kind == .unreadable else { throw error }
      note(Element.unreadable(&query, reason: error.description))
      return Element.salvaged(&query)
    }
  }

  func note(_ row: Unreadable) {
    if !unreadable.contains(row) { unreadable.append(row) }
  }

  /// Whether the names and addresses of these people can be opened is seen, and noted if not.
  package func look(atKeysOf people: [PersonID]) throws(StorageFailure) {
    try open(keysOf: people)
  }

  /// Opens the keys of these people; one that cannot be opened is noted.
  func open(keysOf people: [PersonID]) throws(StorageFailure) {
    for row in try keyring.open(keysOf: people, database) { note(row) }
  }
}

extension StoredRow {
  /// What its key columns say, which can always be read.
  static func unreadable(_ query: inout Query, reason: String) -> Unreadable {
    query.rewind()
    let id = query.integer()
    let person = ownerColumn.map { PersonID(rawValue: query.integer(at: $0)) }
    return Unreadable(table: table.name, id: id, person: person, reason: reason)
  }

  static func salvaged(_ query: inout Query) -> Self? { nil }
}
