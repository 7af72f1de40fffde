internal import CSystemd
internal import Glibc

/// systemd's journal, as the place where log lines with fields go (sd_journal_sendv(3)).
package enum Journal {
  /// syslog's levels (RFC 5424, 6.2.1).
  package enum Priority: Int, Sendable {
    case emergency, alert, critical, error, warning, notice, informational, debug
  }

  /// A name and a value; the name in upper-case letters, digits and underscores, a letter first.
  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// At most this many fields reach the journal with one line, priority and message included.
  package static let fieldsMax = 64

  /// True when standard error is the journal's own stream ($JOURNAL_STREAM, systemd.exec(5)), so
  /// that whoever started us expects to read us there.
  package static func takesStandardError() -> Bool {
    guard let announced = unsafe getenv("JOURNAL_STREAM") else { return false }
    var status = stat()
    guard unsafe fstat(STDERR_FILENO, &status) == 0 else { return false }
    return unsafe String(cString: announced) == "\(status.st_dev):\(status.st_ino)"
  }

  /// Waits when the journal is slow: only for a thread that may wait.
  package static func send(_ message: String, priority: Priority, fields: [Field] = [])
    throws(SystemdFailure)
  {
    let all = [Field("PRIORITY", "\(priority.rawValue)"), Field("MESSAGE", message)] + fields
    var bytes: [UInt8] = []
    var lengths: [Int] = []
    for field in all.prefix(fieldsMax) {
      let start = bytes.count
      bytes.append(contentsOf: field.name.utf8)
      bytes.append(UInt8(ascii: "="))
      bytes.append(contentsOf: field.value.utf8)
      lengths.append(bytes.count - start)
    }
    let result = unsafe systemd_journal_send(bytes, lengths, Int32(lengths.count))
    guard result == 0 else { throw SystemdFailure(what: "write to the journal", errno: -result) }
  }
}
