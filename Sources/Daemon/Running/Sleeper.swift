internal import CLinux
internal import Glibc
package import Timekeeping

/// Wakes the conductor's thread from any other (eventfd(2)).
package final class Waker: Sendable {
  fileprivate let event: Int32

  package init() throws(RunningFailure) {
    event = linux_event_make()
    guard event >= 0 else { throw RunningFailure("open an event descriptor", errno: -event) }
  }

  package func wake() { _ = linux_event_signal(event) }

  deinit { close(event) }
}

/// What the conductor's thread sleeps on: a timer on the time of day that also rings when the clock
/// is set (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET), and a waker.
package struct Sleeper: ~Copyable {
  private let timer: Int32
  private let waker: Waker

  package init(waker: Waker) throws(RunningFailure) {
    self.waker = waker
    timer = linux_timer_make()
    guard timer >= 0 else { throw RunningFailure("open a timer descriptor", errno: -timer) }
  }

  /// Sleeps until the instant, until woken, until the clock is set, or for `atMost`, whichever is
  /// first.
  package func sleep(until deadline: Instant?, atMost: Duration?) throws(RunningFailure) {
    // A deadline before 1970 is over already; the timer takes none.
    let set = linux_timer_set(timer, deadline.map { max(0, $0.milliseconds) } ?? -1)
    // ECANCELED: the clock was set since; the next look at it will tell.
    guard set >= 0 || set == -ECANCELED else {
      throw RunningFailure("set the timer", errno: -set)
    }
    // Rounded up, or a wait of half a millisecond would spin.
    let limit = atMost.map { max(0, $0.milliseconds) + 1 } ?? -1
    let woke = linux_wait(timer, waker.event, set < 0 ? 0 : limit)
    guard woke >= 0 else { throw RunningFailure("wait", errno: -woke) }
  }

  deinit { close(timer) }
}
