import Daemon
import Foundation
import Systemd
import Testing

@Suite struct `A line of the log` {
  @Test func `that cannot be written ends nothing`() async {
    await #expect(processExitsWith: .success) {
      // Takes nothing: ENOSPC, as on a full disk.
      let full = unsafe open("/dev/full", O_WRONLY)
      dup2(full, STDERR_FILENO)
      LogWriter.toStandardError(LogLine(.notice, "nobody reads this"))
    }
  }

  @Test func `that nobody reads any more ends nothing`() async {
    await #expect(processExitsWith: .success) {
      var ends: [Int32] = [0, 0]
      unsafe pipe(&ends)
      dup2(ends[1], STDERR_FILENO)
      close(ends[0])
      signal(SIGPIPE, SIG_IGN)
      LogWriter.toStandardError(LogLine(.notice, "nobody reads this"))
    }
  }
}
