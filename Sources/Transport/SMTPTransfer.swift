internal import CCurl
internal import Gateways
internal import Messages

/// A reused handle for mail: one recipient a transfer, because libcurl does not say which of
/// several was refused.
final class SMTPTransfer {
  let handle: TransferHandle

  init(handle: consuming TransferHandle, limits: TransportLimits, settings: TransportSettings)
    throws(WireFailure)
  {
    self.handle = handle
    self.handle.keepLastLines()
    try self.handle.setShared(limits: limits, settings: settings)
    try self.handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    let seconds = max(1, Int(limits.replyTimeout.components.seconds))
    try self.handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds)
  }

  /// Sets up the next transfer: every option that another request could have set is set again.
  func prepare(_ request: SMTPRequest, body: [UInt8]) throws(WireFailure) {
    handle.begin()
    for text in [request.url, request.username ?? "", request.password ?? ""] {
      if text.utf8.contains(0) { throw .malformed("malformed mail settings") }
    }
    try handle.set(CURLOPT_URL, request.url)
    try handle.set(CURLOPT_USERNAME, request.username)
    try handle.set(CURLOPT_PASSWORD, request.password)
    try handle.set(
      CURLOPT_USE_SSL, Int(request.requireTLS ? CURLUSESSL_ALL.rawValue : CURLUSESSL_NONE.rawValue))
    try handle.set(CURLOPT_MAIL_FROM, Self.path(request.answersTo ?? request.from))
    try handle.set(CURLOPT_MAIL_RCPT, lines: [Self.path(request.message.to)])
    try handle.setOutgoing(body)
    try handle.uploadOutgoing()
  }

  /// An address as it stands in MAIL and RCPT (RFC 5321, 4.1.2).
  private static func path(_ address: String) throws(WireFailure) -> String {
    let forbidden = Set("<>\r\n\0 ".utf8)
    guard !address.isEmpty, !address.utf8.contains(where: forbidden.contains) else {
      throw .malformed("malformed mail address")
    }
    return "<" + address + ">"
  }

  /// The server's last word decides: its confirmation, or the refusal that ended the transfer.
  func result(_ code: CURLcode) -> WireResult {
    let line = code == CURLE_OK ? handle.lastLine : handle.refusal
    if let reply = Int(line.prefix(3)) {
      return .smtpReply(code: reply, text: String(line.dropFirst(4).filter { !$0.isNewline }))
    }
    return .failure(WireFailure(code, of: handle, mayHaveArrived: mayHaveArrived))
  }

  /// The server can only have taken a mail whose end it saw.
  var mayHaveArrived: Bool { handle.bodyWasTaken }
}
