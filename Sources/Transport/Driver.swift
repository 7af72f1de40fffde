internal import CCurl
internal import Gateways
internal import Glibc

/// A libcurl multi handle driven by epoll.
@safe struct Driver: ~Copyable {
  private let raw: OpaquePointer

  init(limits: TransportLimits) throws(TransportFailure) {
    guard let raw = unsafe kith_driver_create() else { throw .noResources(errno: errno) }
    unsafe self.raw = unsafe raw
    set(CURLMOPT_MAX_HOST_CONNECTIONS, limits.connectionsPerHost)
    set(CURLMOPT_MAXCONNECTS, limits.inFlight)
    set(CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
  }

  deinit { unsafe kith_driver_destroy(raw) }

  var wakeDescriptor: Int32 { unsafe kith_driver_wake_descriptor(raw) }

  private func set(_ option: CURLMoption, _ value: Int) {
    unsafe kith_driver_set(raw, option, value)
  }

  func makeTransfer(slot: UInt32) -> UnsafeMutablePointer<kith_transfer>? {
    unsafe kith_transfer_create(raw, slot)
  }

  /// False when memory is short.
  func add(_ transfer: borrowing TransferHandle) -> Bool {
    unsafe kith_driver_add(raw, transfer.raw) == CURLM_OK
  }

  func remove(_ transfer: borrowing TransferHandle) {
    unsafe kith_driver_remove(raw, transfer.raw)
  }

  /// Sends what was added; looks at no socket.
  func begin() { unsafe kith_driver_begin(raw) }

  /// Waits for something to do, at most until `end`, and does it once.
  func turn(until end: ContinuousClock.Instant?) {
    unsafe kith_driver_turn(raw, end.map(Self.millisecondsLeft) ?? -1)
  }

  /// The slot of a transfer that has ended, and how.
  func nextFinished() -> (slot: Int, code: CURLcode)? {
    var code = CURLE_OK
    guard let transfer = unsafe kith_driver_finished(raw, &code) else { return nil }
    return (Int(unsafe transfer.pointee.slot), code)
  }

  private static func millisecondsLeft(until end: ContinuousClock.Instant) -> Int64 {
    let left = (end - .now).components
    let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
    return max(0, milliseconds + 1)
  }
}
