import Foundation

/// Where a database may lie: a local disk, readable and writable, and nobody else's at the moment.
package enum DatabasePlace {
  /// File systems over a network, on which neither WAL nor locks can be trusted.
  static let networkFileSystems: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "afs", "coda", "gfs2", "ocfs2", "lustre",
    "glusterfs", "fuse.glusterfs", "fuse.sshfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone", "ncpfs",
  ]

  /// Refuses a folder that is missing or on a network file system.
  static func check(path: String) throws(StorageFailure) {
    let folder = folder(of: path)
    var status = stat()
    guard unsafe stat(folder, &status) == 0 else {
      throw StorageFailure(
        .place, "The folder \(folder) of the database cannot be used: \(reason(errno)).")
    }
    let device = "\(major(UInt64(status.st_dev))):\(minor(UInt64(status.st_dev)))"
    let mounts = (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? ""
    if let type = fileSystem(ofDevice: device, in: mounts), networkFileSystems.contains(type) {
      throw StorageFailure(
        .place, "The database \(path) lies on \(type); a disk of this machine was expected.")
    }
  }

  /// The type of the file system mounted from a device (`8:1`), as /proc/self/mountinfo lists it
  /// (proc(5)): the third field is the device, the type follows the lone hyphen.
  package static func fileSystem(ofDevice device: String, in mounts: String) -> String? {
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 6, fields[2] == device,
        let hyphen = fields.firstIndex(of: "-"), hyphen + 1 < fields.count
      else { continue }
      return String(fields[hyphen + 1])
    }
    return nil
  }

  /// The parts of a device number, as glibc packs them (makedev(3)).
  private static func major(_ device: UInt64) -> UInt64 {
    (device >> 8) & 0xfff | (device >> 32) & ~0xfff
  }
  private static func minor(_ device: UInt64) -> UInt64 {
    device & 0xff | (device >> 12) & ~0xff
  }

  /// Creates the file for its owner alone (0600), or finds out why it cannot be written.
  static func prepare(path: String) throws(StorageFailure) {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let code = errno
      let kind: StorageFailure.Kind = code == ENOSPC ? .full : code == ENOENT ? .place : .readOnly
      throw StorageFailure(
        kind, "The database \(path) cannot be opened for writing: \(reason(code)).")
    }
    defer { close(descriptor) }
    try checkHeader(descriptor, path)
  }

  /// An empty file, or one that begins as every SQLite database does
  /// (https://www.sqlite.org/fileformat.html, 1.3).
  private static func checkHeader(_ descriptor: Int32, _ path: String) throws(StorageFailure) {
    var header = [UInt8](repeating: 0, count: 16)
    let count = unsafe pread(descriptor, &header, 16, 0)
    guard count >= 0 else {
      throw StorageFailure(.io, "The database \(path) cannot be read: \(reason(errno)).")
    }
    guard count != 0, header != Array("SQLite format 3\0".utf8) else { return }
    throw StorageFailure(
      .corrupt, "The file \(path) is no database of SQLite: keep it, and restore a backup.")
  }

  /// Makes an empty file for its owner alone, where none was.
  static func createNew(_ path: String) throws(StorageFailure) {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StorageFailure(
        .place, "The file \(path) cannot be made: \(reason(errno)); a new file was expected.")
    }
    close(descriptor)
  }

  static func remove(_ path: String) { _ = unsafe unlink(path) }

  static func reason(_ code: Int32) -> String {
    String(
      describing: POSIXErrorCode(rawValue: code).map { POSIXError($0).localizedDescription }
        ?? "error \(code)")
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

/// The lock file beside a database: who holds it is the only daemon there (flock(2)). It goes with
/// the process, however that ends.
struct DatabaseLock: ~Copyable {
  private let descriptor: Int32

  init(path: String) throws(StorageFailure) {
    let file = path + ".lock"
    let opened = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else {
      throw StorageFailure(
        .readOnly, "The lock \(file) cannot be opened: \(DatabasePlace.reason(errno)).")
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.holder(opened)
      close(opened)
      throw StorageFailure(
        .inUse, "The database \(path) is in use by another Kith\(holder); stop that one first.")
    }
    // Not before: what is thrown with it in place runs `deinit` too, and a second close would hit
    // the descriptor that another thread may have got under the same number.
    descriptor = opened
    Self.sign(opened)
  }

  deinit {
    // Said aloud: a child that was forked this moment would keep the lock until it calls exec.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private static func sign(_ descriptor: Int32) {
    let line = Array("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    // Only for the other's sentence: a full disk must not keep us from the lock.
    _ = unsafe pwrite(descriptor, line, line.count, 0)
  }

  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    let digits = bytes.prefix(max(count, 0)).prefix { $0 != 10 }
    return digits.isEmpty ? "" : " (process \(String(decoding: digits, as: UTF8.self)))"
  }
}
