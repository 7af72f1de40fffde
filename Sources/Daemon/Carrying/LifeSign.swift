internal import Glibc
package import Timekeeping

/// The time of the last sign of life, kept as the time of a file: it needs no room on the disk, so
/// it is still written when nothing else can be.
package struct LifeSign: Sendable {
  package let path: String

  /// Beside the database: `kith.db.alive`.
  package init(besideDatabase database: String) { path = database + ".alive" }

  /// Nil where there was none yet.
  package func last() -> Instant? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    let seconds = Int64(status.st_mtim.tv_sec)
    return Instant(milliseconds: seconds * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000)
  }

  /// False when the file can be neither made nor touched.
  @discardableResult
  package func give(at now: Instant) -> Bool {
    let time = timespec(
      tv_sec: Int(now.seconds), tv_nsec: Int(now.milliseconds - now.seconds * 1000) * 1_000_000)
    var times = [time, time]
    if unsafe utimensat(AT_FDCWD, path, &times, 0) == 0 { return true }
    let file = unsafe open(path, O_CREAT | O_CLOEXEC | O_WRONLY, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
    return unsafe futimens(file, &times) == 0
  }
}
