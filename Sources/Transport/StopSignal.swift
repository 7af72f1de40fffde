internal import CCurl
internal import Glibc

/// Ends what another thread waits for.
final class StopSignal: Sendable {
  let descriptor: Int32

  init?() {
    descriptor = kith_make_stop()
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  func raise() { kith_wake(descriptor) }
}
