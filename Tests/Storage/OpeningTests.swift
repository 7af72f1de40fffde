import Foundation
import Sealing
import Storage
import Testing

/// What a store says of itself when it cannot be opened.
private func failure(_ body: () throws(StorageFailure) -> Void) -> StorageFailure? {
  do throws(StorageFailure) { try body() } catch { return error }
  return nil
}

@Suite struct `A database` {
  let home: Home
  init() throws { home = try Home() }

  @Test func `is made for its owner alone`() throws {
    try home.open().close()
    let attributes = try FileManager.default.attributesOfItem(atPath: home.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func `of a newer Kith is refused and left alone`() throws {
    try home.open().close()
    try home.patch(at: 60, [0, 0, 0, 99])  // user_version: https://www.sqlite.org/fileformat.html
    let before = try Data(contentsOf: URL(fileURLWithPath: home.path))
    let refused = failure { () throws(StorageFailure) in _ = try home.open() }
    #expect(refused?.kind == .newer)
    #expect(refused?.description.contains("version 99") == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: home.path)) == before)
  }

  @Test func `of another program is refused`() throws {
    try home.open().close()
    try home.patch(at: 68, [0, 0, 0, 1])  // application_id
    let refused = failure { () throws(StorageFailure) in _ = try home.open() }
    #expect(refused?.kind == .place)
  }

  @Test func `that a daemon holds is refused to a second one`() throws {
    let store = try home.open()
    let refused = failure { () throws(StorageFailure) in _ = try home.open() }
    #expect(refused?.kind == .inUse)
    #expect(refused?.description.contains("process \(getpid())") == true)
    store.close()
    try home.open().close()
  }

  @Test func `that is no database is refused`() throws {
    try Data("not a database, but long enough to look at it".utf8)
      .write(to: URL(fileURLWithPath: home.path))
    let refused = failure { () throws(StorageFailure) in _ = try home.open() }
    #expect(refused?.kind == .corrupt)
  }

  @Test func `with damaged pages is refused when its pages are checked`() throws {
    let (store, _) = try home.openWithAnn()
    store.checkpoint(truncate: true)
    store.close()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: home.path))
    for index in stride(from: 4096, to: bytes.count, by: 4096) { bytes[index] = 0x77 }
    try bytes.write(to: URL(fileURLWithPath: home.path))
    let refused = failure { () throws(StorageFailure) in
      _ = try home.open(Store.Options(checksPages: true))
    }
    #expect(refused?.kind == .corrupt)
  }

  @Test func `in a folder that is not there is refused`() throws {
    let refused = failure { () throws(StorageFailure) in
      _ = try Store.open(path: home.folder + "/none/kith.db", keys: home.keys)
    }
    #expect(refused?.kind == .place)
    #expect(refused?.description.contains("none") == true)
  }

  @Test func `sealed with another key is refused`() throws {
    try home.open().close()
    let others = try MasterKeys(current: [UInt8](repeating: 8, count: 32))
    let refused = failure { () throws(StorageFailure) in
      _ = try Store.open(path: home.path, keys: others)
    }
    #expect(refused?.kind == .wrongKey)
  }

  @Test func `opens with an older key and needs it no more once rewrapped`() throws {
    let (store, ann) = try home.openWithAnn()
    store.close()
    let new = [UInt8](repeating: 9, count: 32)
    let both = try MasterKeys(current: new, older: [[UInt8](repeating: 7, count: 32)])
    let rotated = try Store.open(path: home.path, keys: both)
    try rotated.rewrap(nonces: Nonces(from: &home.random))
    rotated.close()
    let after = try Store.open(path: home.path, keys: MasterKeys(current: new))
    let details = try home.turn(after) { transaction throws(StorageFailure) in
      try transaction.privateDetails([ann.id])
    }
    #expect(details[ann.id]?.name == Ann.name)
  }

  @Test(arguments: [
    ("36 25 0:32 / /home rw - ext4 /dev/sda2 rw\n", "0:32", "ext4"),
    ("36 25 0:50 / /mnt rw,relatime shared:7 - nfs4 server:/ rw\n", "0:50", "nfs4"),
    ("36 25 8:1 / / rw shared:1 master:2 - fuse.sshfs me@there rw\n", "8:1", "fuse.sshfs"),
  ]) func `knows the file system it lies on`(mounts: String, device: String, type: String) {
    #expect(DatabasePlace.fileSystem(ofDevice: device, in: mounts) == type)
    #expect(DatabasePlace.fileSystem(ofDevice: "9:99", in: mounts) == nil)
  }
}

@Suite struct `A disk` {
  let home: Home
  init() throws { home = try Home() }

  @Test func `that is full stores nothing, says so, and goes on when there is room`() throws {
    let (store, ann) = try home.openWithAnn()
    store.close()
    let small = try home.open(Store.Options(maximumPages: 45))
    let before = try small.dump()
    let refused = failure { () throws(StorageFailure) in
      try home.turn(small) { transaction throws(StorageFailure) in
        for day in 0..<1000 { _ = try ann.ask(transaction, days: 20_001 + Int32(day)) }
      }
    }
    #expect(refused?.kind == .full)
    #expect(refused?.isPassing == true)
    #expect(try small.dump() == before)
    small.close()
    let roomy = try home.open()
    _ = try home.turn(roomy) { transaction throws(StorageFailure) in try ann.ask(transaction) }
    #expect(try roomy.dump() != before)
  }

  @Test(.enabled(if: SmallDisk.isPossible))
  func `that fills up under the database refuses the commit and takes the next`() throws {
    let disk = try SmallDisk(kilobytes: 1200)
    let store = try Store.open(path: disk.folder + "/kith.db", keys: home.keys)
    let ann = try home.turn(store) { transaction throws(StorageFailure) in
      try Ann(in: transaction)
    }
    try disk.fill()
    let refused = failure { () throws(StorageFailure) in
      try home.turn(store) { transaction throws(StorageFailure) in
        for day in 0..<300 { _ = try ann.ask(transaction, days: 20_001 + Int32(day)) }
      }
    }
    #expect(refused?.kind == .full)
    try disk.makeRoom()
    _ = try home.turn(store) { transaction throws(StorageFailure) in try ann.ask(transaction) }
    #expect(try store.dump().contains("INSERT INTO check_in"))
  }

  @Test(.enabled(if: SmallDisk.isPossible))
  func `that is read-only refuses the daemon with a sentence`() throws {
    let disk = try SmallDisk(kilobytes: 1200)
    let path = disk.folder + "/kith.db"
    try Store.open(path: path, keys: home.keys).close()
    try disk.remount("ro")
    let refused = failure { () throws(StorageFailure) in
      _ = try Store.open(path: path, keys: home.keys)
    }
    #expect(refused?.kind == .readOnly)
  }
}
