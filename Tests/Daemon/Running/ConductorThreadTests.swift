import Daemon
import Synchronization
import Testing
import Timekeeping

@Suite struct `The conductor's thread` {
  @Test func `turns for what other threads bring, and ends when told`() async throws {
    let notes = PretendCore.Notes()
    let waker = try Waker()
    let mailbox = Mailbox<String, String>(capacity: 1_000, wake: { waker.wake() })
    let thread = ConductorThread(
      mailbox: mailbox, waker: waker, limits: .init(), tell: { _ in },
      make: { PretendCore(notes: notes) })
    async let ending = thread.run()
    let answers = await withTaskGroup(of: Result<String, MailboxRefusal>.self) { group in
      for number in 0..<500 { group.addTask { await asked(mailbox, "\(number)") } }
      var all: Set<String> = []
      for await answer in group { if case .success(let text) = answer { all.insert(text) } }
      return all
    }
    #expect(answers == Set((0..<500).map { "re: \($0)" }))
    mailbox.finish()
    #expect(try await ending == .clean)
    #expect(notes.calls.withLock(\.self) == ["claim no more", "close"])
  }

  @Test func `wakes by itself when a deadline is due`() async throws {
    let notes = PretendCore.Notes()
    notes.nextDeadline.withLock { $0 = SystemClock().now() + .milliseconds(20) }
    let waker = try Waker()
    let mailbox = Mailbox<String, String>(capacity: 1, wake: { waker.wake() })
    let turns = Counter()
    let thread = ConductorThread(
      mailbox: mailbox, waker: waker, limits: .init(),
      tell: { _ in
        if turns.next() == 2 { mailbox.finish() }
        notes.nextDeadline.withLock { if turns.value >= 2 { $0 = nil } }
      },
      make: { PretendCore(notes: notes) })
    #expect(try await thread.run() == .clean)
    #expect(turns.value >= 2)
  }

  @Test func `says why it could not start`() async throws {
    let waker = try Waker()
    let mailbox = Mailbox<String, String>(capacity: 1, wake: { waker.wake() })
    let thread = ConductorThread<PretendCore>(
      mailbox: mailbox, waker: waker, limits: .init(), tell: { _ in },
      make: { throw RunningFailure("the database is newer than this program") })
    await #expect(throws: RunningFailure.self) { try await thread.run() }
    #expect(await asked(mailbox, "anybody?") == .failure(.closed))
  }
}
