import Daemon
import Synchronization
import Testing

@Suite struct `The heartbeat` {
  /// Runs it for so many rounds; the waits between them, and how often the monitor was told.
  private func run(well: [Bool], heard: Bool = true) async throws -> (
    waits: [Duration], beats: Int
  ) {
    struct Over: Error {}
    let waits = Mutex<[Duration]>([])
    let beats = Counter()
    let heartbeat = HeartbeatService(
      every: .seconds(300), isWell: { well[waits.withLock(\.count)] },
      wait: { wait in
        let rounds = waits.withLock {
          $0.append(wait)
          return $0.count
        }
        if rounds == well.count { throw Over() }
      },
      beat: {
        beats.next()
        return heard
      })
    try await heartbeat.run()
    return (waits.withLock(\.self), beats.value)
  }

  @Test func `beats at every interval while all is well`() async throws {
    let (waits, beats) = try await run(well: [true, true, true])
    #expect(waits == Array(repeating: .seconds(300), count: 3))
    #expect(beats == 3)
  }

  @Test func `falls silent while something is wrong`() async throws {
    #expect(try await run(well: [true, false, false, true]).beats == 2)
  }

  @Test func `tries again sooner when the monitor did not hear it`() async throws {
    #expect(try await run(well: [true, true], heard: false).waits == [.seconds(30), .seconds(30)])
  }
}
