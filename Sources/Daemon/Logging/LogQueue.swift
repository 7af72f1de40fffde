internal import Foundation
internal import Synchronization
internal import Systemd

/// Carries log lines to where they are written, on a thread of its own: whoever logs never waits.
///
/// A full queue drops the newest lines and counts them; the count is written once there is room.
package final class LogQueue: Sendable {
  /// Writes one line; may wait as long as it likes.
  package typealias Write = @Sendable (LogLine) -> Void

  private struct State {
    var lines: [LogLine] = []
    var dropped = 0
    var writing = false
    var ended = false
    var idle: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let ready = DispatchSemaphore(value: 0)
  private let capacity: Int

  package init(capacity: Int = 4096, write: @escaping Write) {
    precondition(capacity > 0)
    self.capacity = capacity
    let thread = Thread { [self] in writeUntilTheEnd(write) }
    thread.name = "log"
    thread.start()
  }

  /// False when the line was dropped.
  @discardableResult
  package func append(_ line: LogLine) -> Bool {
    let taken = state.withLock { state in
      guard !state.ended, state.lines.count < capacity else {
        state.dropped += 1
        return false
      }
      state.lines.append(line)
      return true
    }
    if taken { ready.signal() }
    return taken
  }

  /// How many lines were dropped since the last time that was written.
  package var dropped: Int { state.withLock(\.dropped) }

  /// Returns when all that was appended so far is written; takes no line after it.
  package func end() async {
    await withCheckedContinuation { continuation in
      state.withLock {
        $0.ended = true
        $0.idle.append(continuation)
      }
      ready.signal()
    }
  }

  private func writeUntilTheEnd(_ write: Write) {
    while true {
      ready.wait()
      let (lines, dropped) = state.withLock { state in
        defer {
          state.lines = []
          state.dropped = 0
        }
        return (state.lines, state.dropped)
      }
      for line in lines { write(line) }
      if dropped > 0 { write(Self.note(dropped)) }
      let (idle, ended) = state.withLock { state in
        guard state.ended, state.lines.isEmpty else { return (state.idle, false) }
        defer { state.idle = [] }
        return (state.idle, true)
      }
      if ended {
        for continuation in idle { continuation.resume() }
        return
      }
    }
  }

  private static func note(_ dropped: Int) -> LogLine {
    LogLine(
      .warning, "\(dropped) log lines were dropped: they came faster than they could be written")
  }
}
