internal import Foundation
internal import Timekeeping

/// The one thread that turns the conductor: asleep until the next deadline, a letter, a clock that
/// is set, or half the watchdog's time.
package struct ConductorThread<Core: Turning>: Sendable {
  package typealias Loop = ConductorLoop<Core>

  private let mailbox: Loop.Box
  private let waker: Waker
  private let clock: any Clock
  private let limits: Loop.Limits
  private let tell: @Sendable (Loop.News) -> Void
  private let make: @Sendable () throws -> Core

  /// `make` runs on the new thread; so does everything it makes.
  package init(
    mailbox: Loop.Box, waker: Waker, clock: any Clock = SystemClock(), limits: Loop.Limits,
    tell: @escaping @Sendable (Loop.News) -> Void, make: @escaping @Sendable () throws -> Core
  ) {
    self.mailbox = mailbox
    self.waker = waker
    self.clock = clock
    self.limits = limits
    self.tell = tell
    self.make = make
  }

  /// Runs until the mailbox is told to finish, or something breaks that only a new start mends.
  package func run() async throws -> Loop.Ending {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        continuation.resume(with: Result { try turnUntilTheEnd() })
      }
      thread.name = "conductor"
      thread.stackSize = stackBytes
      thread.start()
    }
  }

  private func turnUntilTheEnd() throws -> Loop.Ending {
    defer { mailbox.close() }
    let sleeper = try Sleeper(waker: waker)
    var random = SystemRandomNumberGenerator()
    var loop = Loop(core: try make(), mailbox: mailbox, limits: limits, tell: tell)
    while true {
      switch loop.step(now: clock.now(), uptime: clock.uptime(), seed: random.next()) {
      case .again: continue
      case .sleep(let deadline, let atMost): try sleeper.sleep(until: deadline, atMost: atMost)
      case .end(let ending): return ending
      }
    }
  }

  /// The default of a main thread; SQLite and templates may nest.
  private var stackBytes: Int { 8 << 20 }
}
