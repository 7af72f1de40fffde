import Conducting
import Daemon
import Foundation
import Messages
import Sealing
import Synchronization
import Testing

@Suite struct `The spool` {
  private let database = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).db"
  private var file: String { database + ".spool" }

  private func keys(_ byte: UInt8 = 7) throws -> MasterKeys {
    try MasterKeys(current: [UInt8](repeating: byte, count: 32))
  }

  private func spool(_ size: Int = 1 << 16, keys: MasterKeys? = nil) throws -> Spool {
    try Spool(besideDatabase: database, keys: try keys ?? self.keys(), size: size)
  }

  private func callback(_ number: Int, text: String = "STOP") throws -> KeptCallback {
    let reply = IncomingReply(
      channel: .sms, providerID: "SM\(number)", from: "+15005550001", to: "+15005550006",
      text: text, sentAtMilliseconds: 5, inReplyTo: "r", automatic: true, optOutType: "STOP")
    let receipt = Receipt(
      providerID: "SM0", reference: "abc", state: .undelivered, meaning: .misconfigured,
      error: "30034", eventID: "e")
    return try #require(
      KeptCallback(
        .callback(gateway: "sms", receipts: [receipt], replies: [reply], replayKey: "k"),
        at: Int64(number)))
  }

  private func clean() { try? FileManager.default.removeItem(atPath: file) }

  @Test func `gives back after a crash what it kept, oldest first, and then forgets it`() throws {
    defer { clean() }
    let kept = try (1...3).map { try callback($0) }
    let before = try spool()
    for one in kept { try before.keep(one) }
    let after = try spool()
    #expect(after.waiting == kept)
    guard case .callback("sms", let receipts, let replies, "k") = after.waiting[0].event else {
      Issue.record("expected the callback")
      return
    }
    #expect(receipts.map(\.error) == ["30034"])
    #expect(replies.map(\.text) == ["STOP"])
    after.forget(3)
    #expect(after.waiting.isEmpty)
    #expect(try spool().waiting.isEmpty)
    try after.keep(kept[1])
    // What lies behind it is of an earlier generation.
    #expect(try spool().waiting == [kept[1]])
  }

  @Test func `keeps what came while the older were taken in`() throws {
    defer { clean() }
    let spool = try spool()
    for number in 1...3 { try spool.keep(try callback(number)) }
    spool.forget(2)
    #expect(spool.waiting == [try callback(3)])
  }

  @Test(arguments: [0, 1, 3, 4, 20, 200])
  func `cuts a torn tail at whatever byte, and trusts nothing behind it`(missing: Int) throws {
    defer { clean() }
    let first = try spool()
    try first.keep(try callback(1))
    let end = try used()
    try first.keep(try callback(2))
    var bytes = try contents()
    let cut = min(end + missing, try used() - 1)
    for index in cut..<bytes.count { bytes[index] = 0 }
    if missing > 3 { bytes[cut - 1] ^= 1 }
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    let again = try spool()
    #expect(again.waiting == [try callback(1)])
    #expect(missing < 4 || again.torn > 0)
    try again.keep(try callback(3))
    #expect(try spool().waiting == [try callback(1), try callback(3)])
  }

  @Test func `that is full says so and keeps what it has`() throws {
    defer { clean() }
    let spool = try spool(4096)
    var kept = 0
    #expect(throws: SpoolFailure.self) {
      for number in 1...100 {
        try spool.keep(try callback(number))
        kept = number
      }
    }
    #expect(kept > 3)
    #expect(try self.spool(4096).waiting.count == kept)
  }

  @Test func `shows nobody without the key what is in it`() throws {
    defer { clean() }
    try spool().keep(try callback(1, text: "a secret word"))
    #expect(!String(decoding: try contents(), as: UTF8.self).contains("secret"))
    #expect(try spool(keys: try keys(9)).waiting.isEmpty)
  }

  @Test func `is not made of another file`() throws {
    defer { clean() }
    try Data("something else altogether".utf8).write(to: URL(fileURLWithPath: file))
    #expect(throws: SpoolFailure.self) { try spool() }
  }

  /// Every change of the file fails once, whole, torn, or only at the end, and then the machine
  /// stops: all that was taken is there, in order, and nothing that never came.
  @Test(arguments: [true, false], [0, 3, 20, 90, Int.max])
  func `loses nothing it took, whichever of its writes fails`(lacksRoom: Bool, written: Int) throws
  {
    for failing in 3..<16 {
      let disk = FailingDisk(failing: failing, written: written, lacksRoom: lacksRoom)
      var tried: [KeptCallback] = []
      var taken: [KeptCallback] = []
      let spool = try Spool(disk, path: "disk", keys: keys(), size: 8192)
      for number in 1...11 {
        tried.append(try callback(number))
        if (try? spool.keep(tried[number - 1])) != nil { taken.append(tried[number - 1]) }
        guard number % 4 == 0 else { continue }
        taken.removeFirst(spool.waiting.count)
        spool.forget(spool.waiting.count)
      }
      let after = try Spool(disk, path: "disk", keys: keys(), size: 8192).waiting
      #expect(after.filter(taken.contains) == taken, "write \(failing)")
      #expect(after == tried.filter(after.contains), "write \(failing)")
    }
  }

  private func contents() throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file)))
  }

  private func used() throws -> Int {
    (try contents().lastIndex { $0 != 0 } ?? 0) + 1
  }
}

/// A file in memory of which one write fails, after so many bytes of it.
private final class FailingDisk: SpoolFile {
  private let state = Mutex<(bytes: [UInt8], writes: Int)>(([], 0))
  private let failing: Int
  private let written: Int
  private let lacksRoom: Bool

  init(failing: Int, written: Int, lacksRoom: Bool) {
    self.failing = failing
    self.written = written
    self.lacksRoom = lacksRoom
  }

  func read(atMost size: Int) -> [UInt8] { state.withLock { Array($0.bytes.prefix(size)) } }

  func write(_ bytes: [UInt8], at offset: Int) throws(SpoolFailure) {
    let fails = state.withLock { state in
      state.writes += 1
      let fails = state.writes == failing
      let part = fails ? bytes.prefix(written) : bytes[...]
      let missing = offset + part.count - state.bytes.count
      if missing > 0 { state.bytes += [UInt8](repeating: 0, count: missing) }
      for (index, byte) in part.enumerated() { state.bytes[offset + index] = byte }
      return fails
    }
    if fails { throw SpoolFailure("the disk failed", isForLackOfRoom: lacksRoom) }
  }
}
