import Daemon
import Synchronization
import Testing
import Timekeeping

@Suite struct `The conductor's loop` {
  typealias Loop = SteppedLoop.Loop

  @Test func `sleeps until the next deadline, and for any time when there is none`() {
    var loop = SteppedLoop()
    #expect(loop.step() == .sleep(until: nil, atMost: nil))
    loop.notes.nextDeadline.withLock { $0 = Instant(seconds: 5_000) }
    #expect(loop.step() == .sleep(until: Instant(seconds: 5_000), atMost: nil))
  }

  @Test func `sleeps no longer than half the watchdog's time`() {
    var loop = SteppedLoop { $0.aliveEvery = .seconds(15) }
    #expect(loop.step() == .sleep(until: nil, atMost: .seconds(15)))
    #expect(loop.news.all == [.alive])
  }

  @Test func `goes on at once when a turn was cut off or letters are left`() {
    var loop = SteppedLoop { $0.lettersPerTurn = 1 }
    loop.mailbox.post(["a", "b"])
    #expect(loop.step() == .again)
    #expect(loop.step() == .sleep(until: nil, atMost: nil))
    #expect(loop.turns == [["a"], ["b"]])
    loop.notes.moreWork.withLock { $0 = true }
    #expect(loop.step() == .again)
  }

  @Test func `brings the conductor's answers back`() async {
    var loop = SteppedLoop()
    #expect(
      await loop.answers(["one", "two"]).allSatisfy { (try? $0.get())?.hasPrefix("re:") == true })
  }
}

@Suite struct `A turn that is not committed` {
  @Test func `refuses its questions and keeps its outcomes`() async {
    var loop = SteppedLoop()
    loop.notes.failures.withLock { $0 = [.later("disk full")] }
    loop.mailbox.post(["outcome"])
    #expect(await loop.answers(["question"]) == [.failure(.cannotWrite("disk full"))])
    #expect(loop.turns.isEmpty)
    _ = loop.step(after: .seconds(1))
    #expect(loop.turns == [["outcome"]])
    #expect(loop.news.all == [.notCommitted("disk full"), .alive, .recovered, .alive])
  }

  @Test func `is tried again after waits that double to a limit`() {
    var loop = SteppedLoop { $0.retryLongest = .seconds(3) }
    loop.notes.failures.withLock { $0 = Array(repeating: .later("disk full"), count: 4) }
    let waits = [1, 2, 3, 3].map { SteppedLoop.Loop.Step.sleep(until: nil, atMost: .seconds($0)) }
    for wait in waits { #expect(loop.step(after: .seconds(3)) == wait) }
    #expect(loop.step(after: .seconds(3)) == .sleep(until: nil, atMost: nil))
  }

  /// What was to be fetched meanwhile was not: it must be known before anybody counts as silent.
  @Test func `is told to the conductor before the next, with how long that lasts`() {
    var loop = SteppedLoop()
    loop.notes.failures.withLock { $0 = Array(repeating: .later("disk full"), count: 2) }
    for _ in 0..<4 { _ = loop.step(after: .seconds(90)) }
    #expect(
      loop.calls.filter { $0.hasPrefix("wrote") } == [
        "wrote nothing for 90.0 seconds", "wrote nothing for 180.0 seconds",
      ])
  }

  @Test func `loses only the letter nobody can take`() async {
    var loop = SteppedLoop()
    loop.mailbox.post(["a", "poison", "b"])
    let answers = await loop.answers(["question"], steps: 5)
    #expect(answers == [.success("re: question")])
    #expect(loop.turns == [["a"], ["b"], ["question"]])
    #expect(loop.news.all.filter { $0 == .putAside("poison") }.count == 1)
  }

  @Test func `ends the daemon when its state cannot be relied on`() async {
    var loop = SteppedLoop()
    loop.notes.failures.withLock { $0 = [.fatal("disk I/O error")] }
    #expect(loop.step() == .end(.failed("disk I/O error")))
    #expect(await asked(loop.mailbox, "late") == .failure(.closed))
  }
}

@Suite struct `A clock that is set` {
  @Test(arguments: [Duration.seconds(3600), .seconds(-3600), .seconds(2), .seconds(-2)])
  func `is told to the conductor before the turn`(_ step: Duration) {
    var loop = SteppedLoop()
    _ = loop.step()
    loop.now = loop.now + step
    _ = loop.step()
    #expect(loop.calls == ["clock set by \(step)"])
    #expect(loop.news.all == [.alive, .clockWasSet(step), .alive])
  }

  @Test func `is not a machine that was suspended, which is told too`() {
    var loop = SteppedLoop { $0.aliveEvery = .seconds(60) }
    _ = loop.step()
    _ = loop.step(after: .seconds(60))
    _ = loop.step(after: .hours(3))
    #expect(loop.calls == ["asleep for \(Duration.hours(3) - .seconds(60))"])
    #expect(loop.news.all.contains(.overslept(.hours(3) - .seconds(60))))
  }

  @Test func `is not suspected while both clocks move alike`() {
    var loop = SteppedLoop()
    for _ in 0..<5 { _ = loop.step(after: .hours(6)) }
    #expect(loop.calls.isEmpty)
  }

  @Test func `stands still in 1970 without any turn until it is right`() async {
    var loop = SteppedLoop()
    loop.now = Instant(seconds: 5)
    loop.mailbox.post(["outcome"])
    #expect(loop.step() == .sleep(until: Instant(seconds: 1_000), atMost: nil))
    let refusal = MailboxRefusal.notCommitted("this machine's clock is not set yet")
    #expect(await loop.answers(["question"]) == [.failure(refusal)])
    #expect(loop.turns.isEmpty)
    loop.now = Instant(seconds: 2_000)
    _ = loop.step()
    #expect(loop.turns == [["outcome"]])
  }
}

@Suite struct `Stopping` {
  @Test func `claims no more and waits for what is in flight`() {
    var loop = SteppedLoop()
    loop.notes.unsettled.withLock { $0 = 1 }
    loop.mailbox.claimNoMore()
    #expect(loop.step() == .sleep(until: nil, atMost: nil))
    #expect(loop.calls == ["claim no more"])
    loop.mailbox.finish()
    #expect(loop.step() == .sleep(until: nil, atMost: .seconds(20)))
    loop.notes.unsettled.withLock { $0 = 0 }
    #expect(loop.step() == .end(.clean))
    #expect(loop.calls == ["claim no more", "close"])
  }

  @Test func `gives up on what is in flight when its time is over`() {
    var loop = SteppedLoop { $0.finishWithin = .seconds(4) }
    loop.notes.unsettled.withLock { $0 = 3 }
    loop.mailbox.finish()
    _ = loop.step()
    #expect(loop.step(after: .seconds(3)) == .sleep(until: nil, atMost: .seconds(1)))
    #expect(loop.step(after: .seconds(1)) == .end(.cutShort(unsettled: 3)))
  }

  @Test func `takes what already lies in the mailbox`() {
    var loop = SteppedLoop { $0.lettersPerTurn = 1 }
    loop.mailbox.post(["a", "b"])
    loop.mailbox.finish()
    #expect(loop.step() == .again)
    #expect(loop.step() == .end(.clean))
    #expect(loop.turns == [["a"], ["b"]])
  }
}
