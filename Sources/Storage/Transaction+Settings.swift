import GRDB
package import Messages
package import Timekeeping

private let selectSetting = SQL("SELECT value FROM setting WHERE name = $1 ORDER BY name")
private let selectUnread = SQL(
  "SELECT unread_since, outages FROM gateway WHERE name = $1 ORDER BY name")

/// What may wait at a gateway's provider, unread by us.
package struct Unread: Hashable, Sendable {
  /// Since when; nil where the provider listed everything.
  package var since: Instant?
  /// How many outages there have been: what is listed while this rises is not all.
  package var outages = 0
  package init(since: Instant? = nil, outages: Int = 0) {
    self.since = since
    self.outages = outages
  }
}

private let insertSetting = SQL(
  """
  INSERT INTO setting (name, value) VALUES ($1, $2)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value
  """)
private let dropKey = SQL(
  """
  UPDATE identity SET key = NULL, name = NULL, roster_id = NULL, roster_entry = NULL
  WHERE person = $1
  """)
private let dropDates = SQL("UPDATE person SET dates = NULL, days_off = NULL WHERE id = $1")
private let dropAddresses = SQL(
  """
  UPDATE contact SET address = NULL,
    address_entry = CASE WHEN opted_out_at IS NOT NULL THEN address_entry END
  WHERE person = $1
  """)

extension Snapshot {
  /// A value the daemon keeps for itself, as the time of the last heartbeat.
  package func setting(_ name: String) throws(StorageFailure) -> String? {
    var query = try query(selectSetting)
    query.bind(name)
    return try query.step() ? query.text() : nil
  }

  /// Up to where a gateway's mailbox, or its provider's list, was taken in.
  package func position(of gateway: String) throws(StorageFailure) -> String? {
    try setting("position \(gateway)")
  }

  /// What may be unread at a gateway's provider.
  package func unread(of gateway: String) throws(StorageFailure) -> Unread {
    var query = try query(selectUnread)
    query.bind(gateway)
    guard try query.step() else { return Unread() }
    return Unread(since: query.optionalInstant(), outages: query.int())
  }
}

extension Transaction {
  package func set(setting name: String, to value: String) throws(StorageFailure) {
    var query = try query(insertSetting)
    query.bind(name)
    query.bind(value)
    try query.run()
  }

  /// Moves on in the same transaction that takes in what was fetched.
  package func set(position: String, of gateway: String) throws(StorageFailure) {
    try set(setting: "position \(gateway)", to: position)
  }

  /// Drops a person's key: their name, addresses, replies and messages can be read by nobody any
  /// more. Of an address that opted out the keyed entry stays, so that the stop is honoured.
  package func erase(_ person: PersonID) throws(StorageFailure) {
    var key = try query(dropKey)
    key.bind(person)
    try key.runOnce(otherwise: StorageFailure(.refused, "There is no person \(person) to erase."))
    var dates = try query(dropDates)
    dates.bind(person)
    try dates.run()
    var addresses = try query(dropAddresses)
    addresses.bind(person)
    try addresses.run()
    keyring[person.rawValue] = nil
    erased = true
  }
}
