internal import CCurl
package import Gateways

/// An easy handle and its buffers.
@safe struct TransferHandle: ~Copyable {
  let raw: UnsafeMutablePointer<kith_transfer>

  init?(driver: borrowing Driver, slot: Int) {
    guard let raw = unsafe driver.makeTransfer(slot: UInt32(slot)) else { return nil }
    unsafe self.raw = unsafe raw
  }

  /// For `perform`, without a driver.
  init?() {
    guard let raw = unsafe kith_transfer_create(nil, 0) else { return nil }
    unsafe self.raw = unsafe raw
  }

  deinit { unsafe kith_transfer_destroy(raw) }

  // MARK: What to do

  func set(_ option: CURLoption, _ value: Int) throws(WireFailure) {
    try Self.check(unsafe kith_transfer_set_long(raw, option, value))
  }

  func set(_ option: CURLoption, _ value: Duration) throws(WireFailure) {
    let parts = value.components
    let milliseconds = parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
    try set(option, max(1, Int(milliseconds)))
  }

  /// Text without NUL; nil takes the option back.
  func set(_ option: CURLoption, _ value: String?) throws(WireFailure) {
    guard let value else {
      return try Self.check(unsafe kith_transfer_set_string(raw, option, nil))
    }
    try Self.check(unsafe value.withCString { unsafe kith_transfer_set_string(raw, option, $0) })
  }

  /// Headers for CURLOPT_HTTPHEADER, recipients for CURLOPT_MAIL_RCPT.
  func set(_ option: CURLoption, lines: some Sequence<String>) throws(WireFailure) {
    unsafe kith_transfer_clear_list(raw)
    for line in lines {
      let isKept = unsafe line.withCString { unsafe kith_transfer_append(raw, $0) }
      guard isKept else { throw .noMemory }
    }
    try Self.check(unsafe kith_transfer_use_list(raw, option))
  }

  func setOutgoing(_ bytes: [UInt8]) throws(WireFailure) {
    let isKept = unsafe bytes.withUnsafeBufferPointer {
      unsafe kith_transfer_set_outgoing(raw, $0.baseAddress, $0.count)
    }
    guard isKept else { throw .noMemory }
  }

  func postOutgoing() throws(WireFailure) {
    try Self.check(unsafe kith_transfer_post_outgoing(raw))
  }

  func uploadOutgoing() throws(WireFailure) {
    try Self.check(unsafe kith_transfer_upload_outgoing(raw))
  }

  func setLimits(head: Int, body: Int) {
    unsafe raw.pointee.head_limit = head
    unsafe raw.pointee.body_limit = body
  }

  /// Whether the request may leave twice, when a reused connection dies before it answers.
  func setRepeatable(_ value: Bool) { unsafe raw.pointee.repeatable = value }
  func keepLastLines() { unsafe raw.pointee.is_mail = true }
  /// Holds up the calling thread until the transfer has ended.
  func perform() -> CURLcode { unsafe kith_transfer_perform(raw) }
  /// Lets it end `perform` within a second; it must live as long as that.
  func setStop(_ signal: StopSignal) { unsafe kith_transfer_stop_by(raw, signal.descriptor) }
  func begin() { unsafe kith_transfer_begin(raw) }

  private static func check(_ code: CURLcode) throws(WireFailure) {
    if code == CURLE_OK { return }
    throw code == CURLE_OUT_OF_MEMORY ? .noMemory : .malformed("option refused (\(code.rawValue))")
  }

  // MARK: What became of it

  func info(_ name: CURLINFO) -> Int { unsafe kith_transfer_info(raw, name) }
  var uploaded: Int64 { unsafe kith_transfer_uploaded(raw) }
  var tries: Int { Int(unsafe raw.pointee.tries) }
  var bodyWasTaken: Bool { unsafe raw.pointee.taken_wholly }
  var bodyWasCut: Bool { unsafe raw.pointee.body_cut }
  var headHasEnded: Bool { unsafe raw.pointee.head_ended }
  var headWasTooLong: Bool { unsafe raw.pointee.head_too_long }
  var repeatWasRefused: Bool { unsafe raw.pointee.repeat_refused }

  var body: [UInt8] { unsafe Array(bytes(raw.pointee.body)) }

  func withHead<Answer>(_ read: (UnsafeBufferPointer<UInt8>) -> Answer) -> Answer {
    unsafe read(bytes(raw.pointee.head))
  }

  var head: String { unsafe String(decoding: bytes(raw.pointee.head), as: UTF8.self) }
  /// The last line a mail server said, and the one by which it refused.
  var lastLine: String { unsafe String(decoding: bytes(raw.pointee.head), as: UTF8.self) }
  var refusal: String { unsafe String(decoding: bytes(raw.pointee.refusal), as: UTF8.self) }

  private func bytes(_ buffer: kith_bytes) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: buffer.bytes, count: buffer.count)
  }
}

extension WireFailure {
  static let noMemory = WireFailure(mayHaveArrived: false, reason: "out of memory")

  /// What cannot be sent as it is.
  package static func malformed(_ what: String) -> WireFailure {
    WireFailure(mayHaveArrived: false, permanent: true, reason: what)
  }
}
