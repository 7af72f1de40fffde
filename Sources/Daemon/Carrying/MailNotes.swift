internal import Glibc
internal import Mail
internal import Sealing

/// Which mails are being read, noted in a folder beside the database. What is left there after a
/// crash names the mail that was being read; one that has ended the daemon twice is read no more,
/// or a mailbox would give it again at every start.
package struct MailNotes: Sendable {
  private let folder: String
  private let began: @Sendable () -> Void

  /// Times that a mail may end the daemon.
  private static let most = 2

  /// `kith.db.reading`; `began` is called while the note stands.
  package init(besideDatabase database: String, began: @escaping @Sendable () -> Void = {}) {
    folder = database + ".reading"
    self.began = began
  }

  /// Throws `.endsReader` for a mail that is read no more, and what `read` throws. Where no note
  /// can be written, on a full disk, it reads without one.
  func reading<Result>(
    _ mail: [UInt8], _ read: () throws(MailFailure) -> Result
  ) throws(MailFailure) -> Result {
    let note = "\(folder)/\(Fingerprint.hexadecimal(mail).prefix(32))"
    guard let times = write(note) else { return try read() }
    guard times <= Self.most else { throw .endsReader(times: Self.most) }
    defer { unsafe unlink(note) }
    began()
    return try read()
  }

  /// How often it stands there, this time counted.
  private func write(_ note: String) -> Int? {
    unsafe mkdir(folder, 0o700)
    let file = unsafe open(note, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard unsafe Glibc.write(file, "x", 1) == 1 else { return nil }
    return Int(lseek(file, 0, SEEK_END))
  }
}
