import CheckIns
import GRDB
import Messages
import Sealing

extension Message {
  var context: SealingContext { SealingContext("message.body", id: id.rawValue) }
}

extension Reply {
  var context: SealingContext { SealingContext("reply.content", id: id.rawValue) }
}

extension Transaction {
  private static let selectKeys = ListSQL(
    "SELECT person, key FROM identity WHERE person IN ($list) AND key IS NOT NULL ORDER BY person")

  static func keyContext(_ person: Int64) -> SealingContext {
    SealingContext("identity.key", id: person)
  }

  /// Opens the keys of these people that are not open yet; erased people have none.
  func openKeys(of people: [PersonID]) throws(StorageFailure) {
    let missing = Self.keys(people).filter { store.openedKeys[$0] == nil }
    guard !missing.isEmpty else { return }
    if store.openedKeys.count + missing.count > store.openedKeysMax { store.openedKeys.removeAll() }
    try each(Self.selectKeys, missing) { query throws(StorageFailure) in
      let person = query.integer()
      guard let wrapped = query.optionalBytes() else { return }
      do throws(SealingFailure) {
        self.store.openedKeys[person] = try self.store.keys.unwrap(
          wrapped, context: Self.keyContext(person))
      } catch {
        throw StorageFailure(.wrongKey, error.description)
      }
    }
  }

  /// The bytes sealed for a person, or for the house when the person is unknown.
  func seal(_ bytes: [UInt8], _ context: SealingContext, of person: PersonID?)
    throws(StorageFailure) -> [UInt8]
  {
    guard let person else { return store.house.key.seal(bytes, context: context, nonce: nonces.next()) }
    guard let key = store.openedKeys[person.rawValue] else {
      throw StorageFailure(
        .refused, "\(context) cannot be sealed: \(person) has no key; they were erased.")
    }
    return key.seal(bytes, context: context, nonce: nonces.next())
  }

  /// What was sealed, or nil when the person was erased since.
  func open(_ sealed: [UInt8], _ context: SealingContext, of person: PersonID?) -> [UInt8]? {
    let key = person.map { store.openedKeys[$0.rawValue] } ?? store.house.key
    return try? key?.open(sealed, context: context)
  }
}
