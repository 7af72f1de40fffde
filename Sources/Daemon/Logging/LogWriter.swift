internal import Foundation
internal import Glibc
internal import Systemd

/// Where log lines go: the journal, with their fields, when it reads us; else standard error.
package enum LogWriter {
  /// Decided once, at start.
  package static func chosen() -> LogQueue.Write {
    Journal.takesStandardError() ? toJournal : toStandardError
  }

  package static func toJournal(_ line: LogLine) {
    do throws(SystemdFailure) {
      try Journal.send(
        line.message, priority: line.priority,
        fields: [Journal.Field("SYSLOG_IDENTIFIER", "kith")] + line.fields)
    } catch {
      // journald is gone or full: the stream it left us with is better than nothing.
      write(line.text(withPriority: true))
    }
  }

  package static func toStandardError(_ line: LogLine) { write(line.text(withPriority: false)) }

  private static func write(_ text: String) {
    // A full disk or a reader that left must not end us: `write(_:)` would.
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }
}
