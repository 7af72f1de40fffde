import Daemon
import Foundation
import Logging
import Synchronization
import Systemd
import Testing

/// Keeps what it is told to write, and can be held up like a journal that does not answer.
private final class Paper: Sendable {
  let lines = Mutex<[LogLine]>([])
  let gate = DispatchSemaphore(value: 0)

  var texts: [String] { lines.withLock { $0.map { $0.text(withPriority: false) } } }

  func write(_ line: LogLine) { lines.withLock { $0.append(line) } }

  func writeWhenLet(_ line: LogLine) {
    gate.wait()
    gate.signal()
    write(line)
  }
}

@Suite struct `The log` {
  private let paper = Paper()

  @Test func `is written in order and to the end`() async {
    let queue = LogQueue(capacity: 10_000, write: paper.write)
    for number in 0..<5_000 { queue.append(LogLine(.notice, "\(number)")) }
    await queue.end()
    #expect(paper.texts == (0..<5_000).map { "\($0)" })
  }

  @Test func `never waits for a reader that does not read, and counts what it dropped`() async {
    let queue = LogQueue(capacity: 3, write: paper.writeWhenLet)
    // At most three in the writer's hands and three behind them.
    let taken = (0..<100).filter { queue.append(LogLine(.notice, "\($0)")) }
    #expect(taken.count <= 6)
    paper.gate.signal()
    await queue.end()
    #expect(paper.texts.last?.contains("log lines were dropped") == true)
  }

  @Test func `carries ids as fields of the journal`() async {
    let queue = LogQueue(write: paper.write)
    var logger = Logger(label: "kith") { _ in QueueLogHandler(queue: queue) }
    logger[metadataKey: "person"] = "p7"
    logger.warning("not reached", metadata: ["check-in": "c12"])
    logger.debug("not written at this level")
    await queue.end()
    let fields = [Journal.Field("KITH_CHECK_IN", "c12"), Journal.Field("KITH_PERSON", "p7")]
    #expect(
      paper.lines.withLock(\.self) == [LogLine(.warning, "not reached", fields: fields)])
    #expect(paper.texts == ["not reached check_in=c12 person=p7"])
  }

  @Test(arguments: [
    ("person", "KITH_PERSON"), ("check-in", "KITH_CHECK_IN"), ("été", "KITH__T_"), ("", "KITH_"),
  ])
  func `gives fields names the journal takes`(_ key: String, _ name: String) {
    #expect(QueueLogHandler.fieldName(key) == name)
  }

  @Test func `keeps one line on one line`() {
    let line = LogLine(.error, "first\nsecond\r\nthird")
    #expect(line.text(withPriority: true) == "<3>first second third")
  }
}
