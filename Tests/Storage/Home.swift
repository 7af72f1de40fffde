import CheckIns
import Foundation
import Messages
import Sealing
import Storage
import Timekeeping

/// A folder with a database of its own, gone with the test.
final class Home {
  let folder: String
  let keys: MasterKeys
  var random = Seeded(state: 1)

  static let noon = Instant(seconds: 1_780_000_000)
  static let plan = Plan(name: "daily", phases: [])

  init() throws {
    folder = NSTemporaryDirectory() + "kith-storage-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    keys = try MasterKeys(current: [UInt8](repeating: 7, count: 32))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var path: String { folder + "/kith.db" }

  func open(_ options: Store.Options = Store.Options()) throws(StorageFailure) -> Store {
    try Store.open(path: path, keys: keys, options: options, random: &random)
  }

  func turn<Answer>(
    _ store: Store, _ body: (Transaction) throws(StorageFailure) -> Answer
  ) throws(StorageFailure) -> Answer {
    try store.turn(nonces: Nonces(from: &random), body)
  }

  /// Overwrites bytes of the closed database.
  func patch(at offset: UInt64, _ bytes: [UInt8]) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try file.seek(toOffset: offset)
    try file.write(contentsOf: Data(bytes))
    try file.close()
  }

  /// A store with one mentee, her phone, and her enrolment whose next occurrence is due at noon.
  func openWithAnn() throws(StorageFailure) -> (store: Store, ann: Ann) {
    let store = try open()
    return (
      store,
      try turn(store) { transaction throws(StorageFailure) in
        try Ann(in: transaction)
      }
    )
  }
}

/// Ann, a mentee.
struct Ann {
  let id: PersonID
  let phone: ContactID
  let enrolment: EnrolmentID
  let plan: String

  static let number = "+15005550142"
  static let name = "Ann Zauberwald"

  init(in transaction: Transaction) throws(StorageFailure) {
    plan = try transaction.insert(Home.plan)
    id = transaction.nextID()
    phone = transaction.nextID()
    enrolment = transaction.nextID()
    var slice = Slice()
    slice.people.insert(
      Person(id: id, roles: .mentee, zone: "Europe/Berlin", locale: "en", standing: .active))
    slice.contacts.insert(
      Contact(id: phone, person: id, channel: .sms, rank: 1, confirmed: true))
    var row = Enrolment(
      id: enrolment, person: id, planName: "daily", start: LocalDate(days: 20_000))
    row.nextDate = LocalDate(days: 20_001)
    row.timer = Timer(due: Home.noon, kind: .occurrence)
    slice.enrolments.insert(row)
    try transaction.save(slice)
    try transaction.insert(
      PrivateDetails(name: Self.name, rosterID: "ann", addresses: [phone: Self.number]), of: id)
  }

  /// Opens a check-in and queues its prompt.
  func ask(_ transaction: Transaction, days: Int32 = 20_001) throws(StorageFailure)
    -> (checkIn: CheckInID, prompt: MessageID)
  {
    var checkIn = CheckIn(
      id: transaction.nextID(), enrolment: enrolment, person: id, date: LocalDate(days: days),
      slot: 0, plannedAt: Home.noon, planDigest: plan, state: .asking)
    let promptID: MessageID = transaction.nextID()
    var prompt = Message(
      id: promptID, person: id, contact: phone, channel: .sms, lane: .prompts,
      template: "checkin", reference: MessageReference.text(of: promptID, random: 7),
      createdAt: Home.noon)
    prompt.checkIn = checkIn.id
    checkIn.prompt = prompt.id
    var slice = Slice()
    slice.checkIns.insert(checkIn)
    slice.messages.insert(prompt)
    slice.ledger.append(
      LedgerEntry(at: Home.noon, event: "asking", person: id, checkIn: checkIn.id))
    try transaction.save(slice)
    return (checkIn.id, prompt.id)
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same seed, the same numbers.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
