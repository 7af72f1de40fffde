import Daemon
import Synchronization
import Testing
import Timekeeping

@Suite struct `Callbacks that were not taken` {
  private final class Heard: Sendable {
    let lines = Mutex<[String]>([])
  }

  @Test func `are told once in ten minutes for each gateway, and all counted`() throws {
    let heard = Heard()
    let lost = LostCallbacks { line in heard.lines.withLock { $0.append(line) } }
    let start = Instant(milliseconds: 1_773_000_000_000)
    for second in 0..<5 {
      lost.note("sms", "the header X is missing", at: start + .seconds(Int64(second)))
    }
    lost.note("mail", "the user or the password is another", at: start)
    lost.note("sms", "the signature does not match", at: start + .minutes(10))
    let lines = heard.lines.withLock(\.self)
    #expect(
      lines == [
        "a callback for sms was not taken: the header X is missing",
        "a callback for mail was not taken: the user or the password is another",
        "a callback for sms was not taken: the signature does not match (and 4 more before it)",
      ])
    let last = try #require(lost.last("sms"))
    #expect(last.count == 6)
    #expect(last.lastAt == start + .minutes(10))
    #expect(last.sentence == "the signature does not match")
    #expect(lost.last("other") == nil)
  }
}
