import CheckIns
import GRDB
import Messages
import Sealing

extension Message {
  var context: SealingContext { SealingContext("message.body", id: id.rawValue) }
}

extension Alert {
  var context: SealingContext { SealingContext("alert.note", id: id.rawValue) }
}

extension Reply {
  var context: SealingContext { SealingContext("reply.content", id: id.rawValue) }
}

/// The keys of the house and of people, opened as they are needed.
final class Keyring {
  let master: MasterKeys
  let house: House
  private var opened: [Int64: SealingKey] = [:]
  /// People whose keys were there and could not be opened.
  private var damaged: Set<Int64> = []
  private let openedMost: Int
  /// Opened keys of so many people are kept: a few megabytes.
  static let openedUsually = 50_000

  private static let select = ListSQL(
    "SELECT person, key FROM identity WHERE person IN ($list) AND key IS NOT NULL ORDER BY person")

  init(master: MasterKeys, house: House, openedMost: Int = openedUsually) {
    self.master = master
    self.house = house
    self.openedMost = openedMost
  }

  static func context(_ person: Int64) -> SealingContext {
    SealingContext("identity.key", id: person)
  }

  subscript(person: Int64) -> SealingKey? {
    get { opened[person] }
    set { opened[person] = newValue }
  }

  /// After a rollback: a key that was never stored must not seal.
  func forget() { opened.removeAll() }

  func isDamaged(_ person: PersonID) -> Bool { damaged.contains(person.rawValue) }

  /// Opens the keys of these people that are not open yet; erased people have none. Answers which
  /// could not be opened.
  @discardableResult
  func open(keysOf people: [PersonID], _ database: Database) throws(StorageFailure) -> [Unreadable]
  {
    let wanted = Set(people.lazy.map(\.rawValue))
    let missing = wanted.filter { opened[$0] == nil }.sorted()
    guard !missing.isEmpty else { return [] }
    var unreadable: [Unreadable] = []
    // Whoever is wanted and open already stays.
    if opened.count + missing.count > openedMost {
      // Who is wanted and open already stays.
      opened = opened.filter { wanted.contains($0.key) }
    }
    for portion in Self.select.portions(of: missing) {
      var query = try Query(portion.sql, on: database)
      for key in portion.keys { query.bind(key) }
      while try query.step() {
        let person = query.integer()
        guard let wrapped = query.optionalBytes() else { continue }
        do throws(SealingFailure) {
          opened[person] = try master.unwrap(wrapped, context: Self.context(person))
          damaged.remove(person)
        } catch {
          damaged.insert(person)
          unreadable.append(
            Unreadable(
              table: "identity", id: person, person: PersonID(person),
              reason: "The key of person \(person) cannot be opened: \(error)"))
        }
      }
    }
    return unreadable
  }

  /// The bytes sealed for a person, or for the house when the person is unknown or their key is
  /// damaged: what somebody writes is not lost over that.
  func seal(_ bytes: [UInt8], _ context: SealingContext, of person: PersonID?, nonce: Nonce)
    throws(StorageFailure) -> [UInt8]
  {
    guard let person else { return house.key.seal(bytes, context: context, nonce: nonce) }
    guard let key = opened[person.rawValue] ?? (isDamaged(person) ? house.key : nil) else {
      throw StorageFailure(
        .refused, "\(context) cannot be sealed: \(person) has no key; they were erased.")
    }
    return key.seal(bytes, context: context, nonce: nonce)
  }

  /// What was sealed, or nil when the person was erased since.
  func open(_ sealed: [UInt8], _ context: SealingContext, of person: PersonID?) -> [UInt8]? {
    guard let person else { return try? house.key.open(sealed, context: context) }
    let key = opened[person.rawValue] ?? (isDamaged(person) ? house.key : nil)
    return try? key?.open(sealed, context: context)
  }

  func text(_ sealed: [UInt8]?, _ context: SealingContext, of person: PersonID?) -> String? {
    sealed.flatMap { open($0, context, of: person) }.map { String(decoding: $0, as: UTF8.self) }
  }
}
