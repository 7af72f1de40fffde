internal import Foundation

/// Where a spool keeps its bytes.
package protocol SpoolFile: Sendable {
  /// What there is, at most so many bytes from the beginning.
  func read(atMost size: Int) throws(SpoolFailure) -> [UInt8]
  /// Returns when it is on the disk. What was written in part stays so.
  func write(_ bytes: [UInt8], at offset: Int) throws(SpoolFailure)
}

/// An open file; closed with the last reference.
final class SpoolDisk: SpoolFile {
  private let number: Int32
  private let path: String

  /// Takes the room for so many bytes.
  init(opening path: String, size: Int) throws(SpoolFailure) {
    number = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    self.path = path
    guard number >= 0 else { throw Self.failure("opened", path) }
    Self.keepName(of: path)
    // Where there is no room now, each record must find its own.
    _ = posix_fallocate(number, 0, off_t(size))
  }

  deinit { close(number) }

  /// A file is found again after a power cut when its folder is on the disk, too (fsync(2)); where
  /// the file system cannot do that, it is kept as well as it can.
  private static func keepName(of path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  func read(atMost size: Int) throws(SpoolFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    var filled = 0
    while filled < size {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          number, buffer.baseAddress?.advanced(by: filled), size - filled, off_t(filled))
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure("read", path) }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes[..<filled])
  }

  /// Returns when it is on the disk.
  func write(_ bytes: [UInt8], at offset: Int) throws(SpoolFailure) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          number, buffer.baseAddress?.advanced(by: written), bytes.count - written,
          off_t(offset + written))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure("written", path) }
      written += count
    }
    guard fdatasync(number) == 0 else { throw Self.failure("written to the disk", path) }
  }

  private static func failure(_ what: String, _ path: String) -> SpoolFailure {
    let code = errno
    let reason = unsafe String(cString: strerror(code))
    return SpoolFailure(
      "\(path) cannot be \(what): \(reason)", isForLackOfRoom: code == ENOSPC || code == EDQUOT)
  }
}
