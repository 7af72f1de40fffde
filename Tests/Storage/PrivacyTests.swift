import CheckIns
import Foundation
import Messages
import Sealing
import Storage
import Testing
import Timekeeping

@Suite struct `What is private` {
  let home: Home
  let store: Store
  let ann: Ann
  let words = "I slept badly and thought of Zanzibar"
  init() throws {
    home = try Home()
    (store, ann) = try home.openWithAnn()
  }

  private func keepReply(of person: PersonID?, _ providerID: String) throws(StorageFailure)
    -> ReplyID
  {
    let words = words
    return try home.turn(store) { transaction throws(StorageFailure) in
      var reply = Reply(
        id: transaction.nextID(), channel: .sms, gateway: "main-sms", providerID: providerID,
        receivedAt: Home.noon, text: words, intent: .answer)
      reply.person = person
      reply.value = "Zanzibar"
      reply.unread = true
      var slice = Slice()
      slice.replies.insert(reply)
      try transaction.save(slice)
      return reply.id
    }
  }

  /// Every file of the database, as it lies on the disk.
  private func bytes() throws -> Data {
    var all = Data()
    for name in try FileManager.default.contentsOfDirectory(atPath: home.folder).sorted() {
      all += try Data(contentsOf: URL(fileURLWithPath: home.folder + "/" + name))
    }
    return all
  }

  @Test func `stands nowhere in the files in plain`() throws {
    _ = try keepReply(of: ann.id, "in-1")
    _ = try keepReply(of: nil, "in-2")
    let everything = try bytes()
    #expect(everything.count > 10_000)
    #expect(everything.range(of: Data("Europe/Berlin".utf8)) != nil)
    for secret in [Ann.name, "Zauberwald", Ann.number, "5550142", "Zanzibar", "slept"] {
      #expect(everything.range(of: Data(secret.utf8)) == nil, "\(secret)")
    }
  }

  @Test func `opens for Kith`() throws {
    let known = try keepReply(of: ann.id, "in-1")
    let unknown = try keepReply(of: nil, "in-2")
    let (details, slice) = try home.turn(store) { transaction throws(StorageFailure) in
      var slice = Slice()
      try transaction.load(replies: [known, unknown], into: &slice)
      return (try transaction.privateDetails([ann.id]), slice)
    }
    #expect(
      details[ann.id]
        == PrivateDetails(name: Ann.name, rosterID: "ann", addresses: [ann.phone: Ann.number]))
    #expect(slice.replies.sorted.map(\.text) == [words, words])
    #expect(slice.replies.sorted.map(\.value) == ["Zanzibar", "Zanzibar"])
  }

  @Test func `is found by address and roster id, on its own channel only`() throws {
    let sms = Address(.sms, Ann.number)
    let found = try home.turn(store) { transaction throws(StorageFailure) in
      (
        try transaction.contacts(byAddress: [sms, Address(.voice, Ann.number)]),
        try transaction.person(byRosterID: "ann"), try transaction.person(byRosterID: "Ann")
      )
    }
    #expect(found.0 == [sms: [ContactMatch(contact: ann.phone, person: ann.id)]])
    #expect(found.1 == ann.id)
    #expect(found.2 == nil)
  }

  @Test func `of somebody erased can be read by nobody, and no copy of it is left`() throws {
    let reply = try keepReply(of: ann.id, "in-1")
    let wrapped = try #require(try identityKey())
    #expect(try bytes().range(of: wrapped) != nil)
    try home.turn(store) { transaction throws(StorageFailure) in try transaction.erase(ann.id) }
    let (details, slice, contacts) = try home.turn(store) { transaction throws(StorageFailure) in
      var slice = Slice()
      try transaction.load(replies: [reply], into: &slice)
      return (
        try transaction.privateDetails([ann.id]), slice,
        try transaction.contacts(byAddress: [Address(.sms, Ann.number)])
      )
    }
    #expect(details == [:])
    #expect(slice.replies[reply]?.text == "")
    #expect(contacts == [:])
    #expect(try bytes().range(of: wrapped) == nil)
  }

  @Test func `stop of an erased address is still known`() throws {
    try home.turn(store) { transaction throws(StorageFailure) in
      var slice = Slice()
      try transaction.load(contacts: [ann.phone], into: &slice)
      slice.contacts.update(ann.phone) { $0.optedOutAt = Home.noon }
      try transaction.save(slice)
      try transaction.erase(ann.id)
    }
    let found = try home.turn(store) { transaction throws(StorageFailure) in
      try transaction.contacts(byAddress: [Address(.sms, Ann.number)])
    }
    #expect(found[Address(.sms, Ann.number)]?.map(\.contact) == [ann.phone])
  }

  /// Ann's wrapped key as the dump shows it.
  private func identityKey() throws -> Data? {
    let line = try store.dump().split(separator: "\n").first { $0.contains("INTO identity") }
    guard let digits = line?.split(separator: "'").dropFirst().first else { return nil }
    var bytes = Data()
    var rest = digits[...]
    while let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}

@Suite struct `A keyring` {
  /// Whose keys are open already must not be let go of by opening those beside them.
  @Test func `that is full still opens all who are wanted together`() throws {
    let home = try Home()
    let store = try home.open(Store.Options(keysMost: 3))
    let people = try home.turn(store) { transaction throws(StorageFailure) -> [PersonID] in
      try (0..<5).map { (number) throws(StorageFailure) in
        var slice = Slice()
        let id: PersonID = transaction.nextID()
        slice.people.insert(
          Person(id: id, roles: .mentee, zone: "Europe/Berlin", locale: "en", standing: .active))
        try transaction.save(slice)
        try transaction.insert(PrivateDetails(name: "person \(number)"), of: id)
        return id
      }
    }
    store.close()
    let again = try home.open(Store.Options(keysMost: 3))
    for wanted in [[0, 1], [1, 2, 3], [3, 4], [0, 1, 2, 3, 4], [4]] {
      let names = try home.turn(again) { transaction throws(StorageFailure) in
        try transaction.privateDetails(wanted.map { people[$0] })
      }
      #expect(wanted.map { names[people[$0]]?.name } == wanted.map { "person \($0)" })
    }
  }

  /// A nonce that seals two texts with one key tells both.
  @Test func `seals no two texts with one nonce, not even in two turns of one seed`() throws {
    let home = try Home()
    let (store, ann) = try home.openWithAnn()
    let nonces = Nonces(from: &home.random)
    let used = try ["one", "two"].map { name in
      try store.turn(nonces: nonces) { transaction throws(StorageFailure) in
        try transaction.set(name: name, of: ann.id)
      }
      let row = try #require(
        try store.dump().split(separator: "\n").first { $0.contains("INTO identity") })
      // After person and key: one byte of version, twelve of nonce.
      return row.split(separator: "X'")[2].prefix(26)
    }
    #expect(used[0] != used[1])
  }
}
