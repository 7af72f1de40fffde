internal import Glibc

/// Runs what holds up its thread, on one of its own.
enum OwnThread {
  private final class Start: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  /// Nil when the system has no thread left.
  static func run<Answer: Sendable>(_ work: @escaping @Sendable () -> Answer) async -> Answer? {
    await withCheckedContinuation { continuation in
      let start = unsafe Unmanaged.passRetained(Start { continuation.resume(returning: work()) })
      var name = pthread_t()
      if unsafe pthread_create(&name, nil, main, start.toOpaque()) == 0 {
        pthread_detach(name)
      } else {
        unsafe start.release()
        continuation.resume(returning: nil)
      }
    }
  }

  private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    guard let pointer = unsafe $0 else { return nil }
    unsafe Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().work()
    return nil
  }
}
