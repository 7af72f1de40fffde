internal import Synchronization
package import Systemd
package import Timekeeping

/// Where the daemon's parts say how they are, and the service manager and the heartbeat learn it.
///
/// `READY=1` goes out once, when the conductor has turned and the listeners are up. The watchdog is
/// told of turns only, by the thread that makes them, at most four times in its interval.
package final class StatusBoard: Sendable {
  private struct State {
    var health = Health()
    /// What stands in the way of any turn, or of the next: said until it is over.
    var obstacle: String?
    /// Of the last reload that changed nothing.
    var reloadFault: String?
    var turned = false
    var listening = false
    var ready = false
    var stopping = false
    var line = ""
    var lineAt: Duration?
    var fedAt: Duration?
    var turnedAt: Duration = .zero
  }

  private let state = Mutex(State())
  private let notify: @Sendable ([ServiceManager.News]) -> Void
  private let watchdog: Duration?
  private let clock: any Clock
  private let utc: @Sendable (Instant) -> String

  /// `watchdog` is the whole interval, nil where nobody watches; `utc` prints an instant.
  package init(
    watchdog: Duration?, clock: any Clock = SystemClock(),
    utc: @escaping @Sendable (Instant) -> String,
    notify: @escaping @Sendable ([ServiceManager.News]) -> Void
  ) {
    self.watchdog = watchdog
    self.clock = clock
    self.utc = utc
    self.notify = notify
  }

  /// The conductor's thread made a turn.
  package func turned() {
    change { state, now in
      state.turned = true
      state.turnedAt = now
    }
  }

  package func listening() { change { state, _ in state.listening = true } }

  package func show(_ health: Health) { change { state, _ in state.health = health } }

  /// A sentence, or nil when it is over.
  package func show(obstacle: String?) { change { state, _ in state.obstacle = obstacle } }

  package func reloading() {
    notify([.reloading(monotonicMicroseconds: SystemClock.monotonicMicroseconds())])
  }

  /// Says that the reload is over, and what was wrong when it changed nothing. Who is not ready yet
  /// is not by that.
  package func reloaded(fault: String?) {
    change { state, _ in
      state.reloadFault = fault
      state.lineAt = nil
    }
    if state.withLock(\.ready) { notify([.ready]) }
  }

  package func stopping() {
    change { state, _ in state.stopping = true }
    notify([.stopping, .status("Stopping: finishing what is in flight")])
  }

  /// True while somebody else's monitor may be told that all is well.
  package var isWell: Bool {
    let now = clock.uptime()
    return state.withLock { state in
      state.ready && !state.stopping && state.obstacle == nil && state.health.isWell
        && now - state.turnedAt < (watchdog ?? .seconds(60)) + .seconds(60)
    }
  }

  package var health: Health { state.withLock(\.health) }

  /// All that is wrong, each a plain sentence.
  package var faults: [String] {
    state.withLock { state in
      [state.obstacle, state.reloadFault].compactMap(\.self) + state.health.faults
    }
  }

  private func change(_ edit: (inout State, Duration) -> Void) {
    let now = clock.uptime()
    let news = state.withLock { state in
      edit(&state, now)
      return state.stopping ? feeding(&state, now) : all(&state, now)
    }
    if !news.isEmpty { notify(news) }
  }

  private func all(_ state: inout State, _ now: Duration) -> [ServiceManager.News] {
    var news = feeding(&state, now)
    if state.turned, state.listening, !state.ready {
      state.ready = true
      news.insert(.ready, at: 0)
      state.lineAt = nil
    }
    // Once a second is often enough for a reader, and rarely enough for a burst.
    guard state.ready, state.lineAt.map({ now - $0 >= .seconds(1) }) ?? true else { return news }
    let line = line(state)
    if line != state.line {
      state.line = line
      state.lineAt = now
      news.append(.status(line))
    }
    return news
  }

  private func feeding(_ state: inout State, _ now: Duration) -> [ServiceManager.News] {
    guard let watchdog, state.turnedAt == now, state.turned,
      state.fedAt.map({ now - $0 >= watchdog / 4 }) ?? true
    else { return [] }
    state.fedAt = now
    return [.watchdog]
  }

  private func line(_ state: State) -> String {
    let reload = state.reloadFault.map { "The last reload changed nothing: \($0) " } ?? ""
    if let obstacle = state.obstacle { return reload + obstacle }
    return reload + state.health.line(utc: utc)
  }
}
