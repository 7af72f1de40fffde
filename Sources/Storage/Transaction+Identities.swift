package import CheckIns
import GRDB
package import Messages
import Sealing

/// What only Kith and the person's circle may know; sealed with the person's own key.
package struct PrivateDetails: Hashable, Sendable {
  package var name: String
  package var rosterID: String?
  package var addresses: [ContactID: String]
  package init(name: String, rosterID: String? = nil, addresses: [ContactID: String] = [:]) {
    self.name = name
    self.rosterID = rosterID
    self.addresses = addresses
  }
}

/// An address as replies come from it.
package struct Address: Hashable, Sendable {
  package var channel: Channel
  package var text: String
  package init(_ channel: Channel, _ text: String) {
    self.channel = channel
    self.text = text
  }
}

/// A contact that has an address.
package struct ContactMatch: Hashable, Sendable {
  package var contact: ContactID
  package var person: PersonID
  package init(contact: ContactID, person: PersonID) {
    self.contact = contact
    self.person = person
  }
}

private let insertIdentity = SQL("INSERT INTO identity (person, key) VALUES ($1, $2)")
private let setName = SQL("UPDATE identity SET name = $1 WHERE person = $2")
private let setRosterID = SQL(
  "UPDATE identity SET roster_id = $1, roster_entry = $2 WHERE person = $3")
private let setAddress = SQL(
  "UPDATE contact SET address = $1, address_entry = $2 WHERE id = $3")
private let selectIdentities = ListSQL(
  """
  SELECT person, name, roster_id FROM identity WHERE person IN ($list) AND key IS NOT NULL
  ORDER BY person
  """)
private let selectAddresses = ListSQL(
  """
  SELECT person, id, address FROM contact WHERE person IN ($list) AND address IS NOT NULL
  ORDER BY id
  """)
private let selectByAddress = SQL(
  """
  SELECT id, person FROM contact WHERE address_entry = $1 AND channel = $2 ORDER BY id
  """)
private let selectByRosterID = SQL(
  "SELECT person FROM identity WHERE roster_entry = $1 ORDER BY person")
private let selectStaff = SQL(
  """
  SELECT id FROM person WHERE roles <> 1 AND (roles & $1) <> 0 AND standing NOT IN (3, 4)
  ORDER BY id
  """)

extension Transaction {
  /// Gives a new person a key, and stores what they are called and where they are reached. Person
  /// and contacts are saved before.
  package func insert(_ details: PrivateDetails, of person: PersonID) throws(StorageFailure) {
    let context = Keyring.context(person.rawValue)
    let key = keyring.master.makeKey(for: context, nonce: nonces.next())
    var query = try query(insertIdentity)
    query.bind(person)
    query.bind(keyring.master.wrap(key, context: context, nonce: nonces.next()))
    try query.run()
    keyring[person.rawValue] = key
    try set(name: details.name, of: person)
    if let rosterID = details.rosterID { try set(rosterID: rosterID, of: person) }
    for (contact, address) in details.addresses.sorted(by: { $0.key < $1.key }) {
      try set(address: address, of: contact, person: person)
    }
  }

  package func set(name: String, of person: PersonID) throws(StorageFailure) {
    try open(keysOf: [person])
    var query = try query(setName)
    query.bind(try seal(Array(name.utf8), Self.nameContext(person), of: person))
    query.bind(person)
    try query.runOnce(otherwise: Self.unknown(person))
  }

  /// - Throws: `refused` when another person has it.
  package func set(rosterID: String, of person: PersonID) throws(StorageFailure) {
    try open(keysOf: [person])
    var query = try query(setRosterID)
    query.bind(try seal(Array(rosterID.utf8), Self.rosterContext(person), of: person))
    query.bind(keyring.house.rosterIDs.entry(for: rosterID))
    query.bind(person)
    try query.runOnce(otherwise: Self.unknown(person))
  }

  /// - Parameter address: normalised, since it is found only as it is written here.
  package func set(address: String, of contact: ContactID, person: PersonID)
    throws(StorageFailure)
  {
    try open(keysOf: [person])
    var query = try query(setAddress)
    query.bind(try seal(Array(address.utf8), Self.addressContext(contact), of: person))
    query.bind(keyring.house.addresses.entry(for: address))
    query.bind(contact)
    try query.runOnce(
      otherwise: StorageFailure(.refused, "There is no contact \(contact) to give an address to."))
  }

}

extension Snapshot {
  /// Who may be reached at each address; several where an address is shared.
  package func contacts(byAddress addresses: [Address]) throws(StorageFailure)
    -> [Address: [ContactMatch]]
  {
    var found: [Address: [ContactMatch]] = [:]
    var query = try query(selectByAddress)
    for address in addresses where found[address] == nil {
      query.bind(keyring.house.addresses.entry(for: address.text))
      query.bind(address.channel.rawValue)
      while try query.step() {
        found[address, default: []].append(ContactMatch(contact: query.id(), person: query.id()))
      }
      query.again()
    }
    return found
  }

  package func people(byRosterID rosterIDs: [String]) throws(StorageFailure) -> [String: PersonID] {
    var found: [String: PersonID] = [:]
    var query = try query(selectByRosterID)
    for rosterID in rosterIDs {
      query.bind(keyring.house.rosterIDs.entry(for: rosterID))
      if try query.step() { found[rosterID] = query.id() }
      query.again()
    }
    return found
  }

  package func person(byRosterID rosterID: String) throws(StorageFailure) -> PersonID? {
    try people(byRosterID: [rosterID])[rosterID]
  }

  /// Mentors, coordinators and operators with any of these roles, who have not left, by rising id;
  /// also those of whom nobody can read whether they have.
  package func staff(_ roles: Roles) throws(StorageFailure) -> [PersonID] {
    var query = try query(selectStaff)
    query.bind(roles.rawValue)
    var found: [PersonID] = []
    while try query.step() { found.append(query.id()) }
    return found
  }

  /// Names, roster ids and addresses, opened; erased people are left out.
  ///
  /// - Parameter rosterIDs: false leaves them sealed, for what is only to be sent.
  package func privateDetails(_ people: [PersonID], rosterIDs: Bool = true) throws(StorageFailure)
    -> [PersonID: PrivateDetails]
  {
    try open(keysOf: people)
    let ids = Self.keys(people)
    var found: [PersonID: PrivateDetails] = [:]
    try each(selectIdentities, ids) { query throws(StorageFailure) in
      let person = query.id(PersonKind.self)
      let name = self.keyring.text(query.optionalBytes(), Self.nameContext(person), of: person)
      let sealedID = rosterIDs ? query.optionalBytes() : nil
      let rosterID = self.keyring.text(sealedID, Self.rosterContext(person), of: person)
      found[person] = PrivateDetails(
        name: name ?? (self.keyring.isDamaged(person) ? "#\(person)" : ""), rosterID: rosterID)
    }
    try each(selectAddresses, ids) { query throws(StorageFailure) in
      let person = query.id(PersonKind.self)
      let contact = query.id(ContactKind.self)
      let address = self.keyring.text(
        query.optionalBytes(), Self.addressContext(contact), of: person)
      if let address { found[person]?.addresses[contact] = address }
    }
    return found
  }

  static func nameContext(_ person: PersonID) -> SealingContext {
    SealingContext("identity.name", id: person.rawValue)
  }
  static func rosterContext(_ person: PersonID) -> SealingContext {
    SealingContext("identity.roster_id", id: person.rawValue)
  }
  static func addressContext(_ contact: ContactID) -> SealingContext {
    SealingContext("contact.address", id: contact.rawValue)
  }
  fileprivate static func unknown(_ person: PersonID) -> StorageFailure {
    StorageFailure(.refused, "There is no person \(person).")
  }
}
