import Daemon
import Synchronization
import Systemd
import Testing
import Timekeeping

/// Clocks that stand still until told.
private final class PretendClock: Clock {
  let passed = Mutex<Duration>(.seconds(100))
  func now() -> Instant { Instant(seconds: 1_800_000_000) + uptime() }
  func uptime() -> Duration { passed.withLock(\.self) }
  func pass(_ time: Duration) { passed.withLock { $0 += time } }
}

@Suite struct `The status board` {
  private let clock = PretendClock()
  private let told = Told()

  private final class Told: Sendable {
    let news = Mutex<[ServiceManager.News]>([])
    /// What was told since the last look.
    func take() -> [ServiceManager.News] {
      news.withLock { news in
        defer { news = [] }
        return news
      }
    }
  }

  private func board(watchdog: Duration? = nil) -> StatusBoard {
    StatusBoard(watchdog: watchdog, clock: clock, utc: { "\($0.seconds)" }) { [told] news in
      told.news.withLock { $0 += news }
    }
  }

  private let idle = ServiceManager.News.status("0 waiting, 0 in flight, nothing planned")

  @Test func `says ready once the conductor has turned and the listeners are up`() {
    let board = board()
    board.turned()
    #expect(told.take().isEmpty)
    #expect(!board.isWell)
    board.listening()
    #expect(told.take() == [.ready, idle])
    board.turned()
    #expect(told.take().isEmpty)
    #expect(board.isWell)
  }

  @Test func `is not ready by a reload before the first turn`() {
    let board = board()
    board.reloading()
    board.reloaded(fault: "kith.yaml is broken")
    #expect(!told.take().contains(.ready))
    board.turned()
    board.listening()
    #expect(told.take().contains(.ready))
  }

  @Test func `feeds the watchdog with turns alone, and not with every one`() {
    let board = board(watchdog: .seconds(20))
    board.listening()
    board.turned()
    #expect(told.take() == [.ready, .watchdog, idle])
    clock.pass(.seconds(4))
    board.turned()
    #expect(told.take().isEmpty)
    clock.pass(.seconds(1))
    board.show(Health())
    #expect(told.take().isEmpty)
    board.turned()
    #expect(told.take() == [.watchdog])
  }

  @Test func `shows what changed, at most once a second`() {
    let board = board()
    board.listening()
    board.turned()
    _ = told.take()
    board.show(Health(queued: 5, inFlight: 2, nextDeadline: Instant(seconds: 60)))
    #expect(told.take().isEmpty)
    clock.pass(.seconds(1))
    board.turned()
    #expect(told.take() == [.status("5 waiting, 2 in flight, next deadline 60")])
  }

  @Test func `says what is in the way, and the monitor hears nothing`() {
    let board = board()
    board.listening()
    board.turned()
    clock.pass(.seconds(2))
    _ = told.take()
    board.show(obstacle: "Waiting for the clock")
    #expect(told.take() == [.status("Waiting for the clock")])
    #expect(!board.isWell)
    #expect(board.faults == ["Waiting for the clock"])
  }

  @Test func `is not well when something has waited too long`() {
    let board = board()
    board.listening()
    board.turned()
    board.show(Health(queued: 1, oldestWait: .minutes(14)))
    #expect(board.isWell)
    board.show(Health(queued: 1, oldestWait: .minutes(15)))
    #expect(!board.isWell)
  }

  @Test func `is not well when turns stay away`() {
    let board = board(watchdog: .seconds(30))
    board.listening()
    board.turned()
    clock.pass(.seconds(91))
    #expect(!board.isWell)
  }

  @Test func `keeps the fault of a reload in sight`() {
    let board = board()
    board.listening()
    board.turned()
    _ = told.take()
    board.reloaded(fault: "kith.yaml:3: listen: expected an address.")
    let line = "The last reload changed nothing: kith.yaml:3: listen: expected an address. "
    #expect(told.take() == [.status(line + "0 waiting, 0 in flight, nothing planned"), .ready])
    board.reloaded(fault: nil)
    #expect(told.take() == [idle, .ready])
  }

  @Test func `says that it stops, and still feeds the watchdog`() {
    let board = board(watchdog: .seconds(30))
    board.listening()
    board.turned()
    _ = told.take()
    board.stopping()
    #expect(told.take().first == .stopping)
    clock.pass(.seconds(10))
    board.turned()
    #expect(told.take() == [.watchdog])
    #expect(!board.isWell)
  }
}
