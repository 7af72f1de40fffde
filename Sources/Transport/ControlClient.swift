internal import CCurl
internal import Gateways
internal import Glibc

/// Asks the daemon over its control socket: HTTP/1.1 over a Unix socket (unix(7)), one request at a
/// time, on the caller's thread.
package struct ControlClient {
  package struct Response: Hashable, Sendable {
    package var status: Int
    package var body: [UInt8]
  }

  package enum Failure: Error, Hashable, Sendable {
    /// There is no such file.
    case noSocket
    case notAllowed
    /// The file is there, and nobody listens on it.
    case refused
    case other(String)
  }

  /// Longest answer that is taken: the people of a large programme.
  package static let responseBytesMax = 256 * 1024 * 1024

  private let socket: String
  private let limits: TransportLimits

  package init(socket: String, totalTimeout: Duration = .seconds(60)) {
    self.socket = socket
    var limits = TransportLimits()
    limits.totalTimeout = totalTimeout
    limits.stallTimeout = totalTimeout
    limits.responseBytes = Self.responseBytesMax
    self.limits = limits
  }

  /// Posts a JSON body to a path, as `/api/queries/status`.
  package func post(_ path: String, body: [UInt8]) throws(Failure) -> Response {
    try checkSocket()
    _ = kith_global_init()
    do {
      let driver = try Driver(limits: limits)
      guard let transfer = TransferHandle(driver: driver, slot: 0) else {
        throw WireFailure.noMemory
      }
      transfer.begin()
      try transfer.setShared(limits: limits, settings: TransportSettings())
      try transfer.set(CURLOPT_UNIX_SOCKET_PATH, socket)
      try transfer.set(CURLOPT_URL, "http://localhost\(path)")
      // No `Expect`: the daemon is near, and takes the body at once.
      try transfer.set(
        CURLOPT_HTTPHEADER, lines: ["Content-Type: application/json", "Expect:"])
      try transfer.setOutgoing(body)
      try transfer.postOutgoing()
      return try perform(transfer, driver)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .other("\(error)")
    }
  }

  private func perform(_ transfer: borrowing TransferHandle, _ driver: borrowing Driver)
    throws(Failure) -> Response
  {
    guard driver.add(transfer) else { throw .other("out of memory") }
    while true {
      driver.turn(until: nil)
      guard let ended = driver.nextFinished() else { continue }
      guard ended.code == CURLE_OK else { throw failure(ended.code, transfer) }
      if transfer.bodyWasCut { throw .other("its answer is too long") }
      return Response(status: transfer.info(CURLINFO_RESPONSE_CODE), body: transfer.body)
    }
  }

  private func failure(_ code: CURLcode, _ transfer: borrowing TransferHandle) -> Failure {
    switch Int32(transfer.info(CURLINFO_OS_ERRNO)) {
    case ENOENT: .noSocket
    case EACCES, EPERM: .notAllowed
    case ECONNREFUSED: .refused
    default:
      code == CURLE_OPERATION_TIMEDOUT
        ? .other("it did not answer in time")
        : .other(unsafe String(cString: curl_easy_strerror(code)))
    }
  }

  /// What connect(2) would say, told apart before anything is sent.
  private func checkSocket() throws(Failure) {
    if unsafe access(socket, W_OK) == 0 { return }
    switch errno {
    case ENOENT, ENOTDIR: throw .noSocket
    case EACCES, EPERM, EROFS: throw .notAllowed
    default: throw .other(unsafe String(cString: strerror(errno)))
    }
  }
}
