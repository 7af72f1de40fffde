internal import CCurl
internal import Gateways
internal import Synchronization

/// What other threads ask of the transport's thread.
final class Inbox: Sendable {
  /// What the thread takes in one go.
  struct Orders: Sendable {
    var submissions: [Submission] = []
    /// To be done on the thread.
    var work: [Transport.Work] = []
    /// Came too late: answered without being tried.
    var refused: [Submission] = []
    /// End all that was submitted before these orders, and the `refused`.
    var cancels = false
    /// End these, after the submissions were taken.
    var cancelled: Set<UInt64> = []
    /// Stop when nothing is left, and at this time at the latest.
    var stopsBy: ContinuousClock.Instant?

    var isEmpty: Bool {
      submissions.isEmpty && work.isEmpty && refused.isEmpty && !cancels && cancelled.isEmpty
    }
  }

  private struct State {
    var orders = Orders()
    /// The thread has seen everything and may sleep.
    var waits = false
    var ended = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let wakeDescriptor: Int32
  private let deliver: Transport.Deliver

  init(wakeDescriptor: Int32, deliver: @escaping Transport.Deliver) {
    self.wakeDescriptor = wakeDescriptor
    self.deliver = deliver
  }

  func submit(_ submissions: some Collection<Submission>) {
    let isTaken = change { state in
      if state.orders.stopsBy == nil {
        state.orders.submissions.append(contentsOf: submissions)
      } else {
        state.orders.refused.append(contentsOf: submissions)
      }
    }
    guard !isTaken, !submissions.isEmpty else { return }
    deliver(submissions.map { Completion(ticket: $0.ticket, result: .failure(.shuttingDown)) })
  }

  func run(_ work: @escaping Transport.Work) {
    let isTaken = change { $0.orders.work.append(work) }
    if !isTaken { work() }
  }

  func cancel(_ ticket: UInt64) {
    change { state in _ = state.orders.cancelled.insert(ticket) }
  }

  func cancel() {
    change { state in
      state.orders.cancels = true
      state.orders.refused += state.orders.submissions
      state.orders.submissions = []
    }
  }

  /// The earliest time that was ever asked for holds.
  func stop(within: Duration) {
    let end = ContinuousClock.now + within
    change { $0.orders.stopsBy = min($0.orders.stopsBy ?? end, end) }
  }

  func stopped() async {
    await withCheckedContinuation { continuation in
      let ended = state.withLock { state in
        if !state.ended { state.waiting.append(continuation) }
        return state.ended
      }
      if ended { continuation.resume() }
    }
  }

  /// The orders since the last time; when there are none, the next one will wake the thread.
  func take() -> Orders {
    state.withLock { state in
      let orders = state.orders
      state.orders.submissions = []
      state.orders.work = []
      state.orders.refused = []
      state.orders.cancels = false
      state.orders.cancelled = []
      state.waits = orders.isEmpty
      return orders
    }
  }

  /// The thread's last word, unless something came in meanwhile.
  func end() -> Bool {
    let waiting: [CheckedContinuation<Void, Never>]? = state.withLock { state in
      guard state.orders.isEmpty else { return nil }
      state.ended = true
      defer { state.waiting = [] }
      return state.waiting
    }
    guard let waiting else { return false }
    for continuation in waiting { continuation.resume() }
    return true
  }

  /// Changes the orders and wakes the thread if it waits; false when it has ended.
  @discardableResult
  private func change(_ body: (inout State) -> Void) -> Bool {
    state.withLock { state in
      guard !state.ended else { return false }
      body(&state)
      // Inside the lock: the descriptor is open until `end`.
      if state.waits { kith_wake(wakeDescriptor) }
      state.waits = false
      return true
    }
  }
}

extension WireFailure {
  static let shuttingDown = WireFailure(mayHaveArrived: false, reason: "shutting down")
}
