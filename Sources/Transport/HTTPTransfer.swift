internal import CCurl
internal import Gateways

/// A reused handle for HTTP requests.
final class HTTPTransfer {
  let handle: TransferHandle
  // What is set up already, so that the next request to the same place costs little.
  private var url = ""
  private var method = ""
  private var headers: [Header]?
  private var signature: HTTPRequest.AWSSignature?
  private var heldSeconds = 0
  private let limits: TransportLimits

  init(handle: consuming TransferHandle, limits: TransportLimits, settings: TransportSettings)
    throws(WireFailure)
  {
    self.handle = handle
    self.limits = limits
    try self.handle.setShared(limits: limits, settings: settings)
    try self.handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
    let version = settings.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
    try self.handle.set(CURLOPT_HTTP_VERSION, Int(version))
    try self.handle.set(CURLOPT_PIPEWAIT, settings.http2 ? 1 : 0)
    try self.handle.set(CURLOPT_USERAGENT, settings.userAgent)
    try self.handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
  }

  /// Sets up the next transfer: every option that another request could have set is set again.
  func prepare(_ request: HTTPRequest) throws(WireFailure) {
    handle.begin()
    try prepareURL(request.url)
    try handle.setOutgoing(request.body)
    try prepareMethod(request)
    try prepareHeaders(request.headers)
    try prepareSignature(request.awsSigV4)
    try prepareHold(request.heldSeconds)
    handle.setLimits(
      head: limits.headBytes, body: request.isList ? limits.listBytes : limits.responseBytes)
  }

  /// A server that was asked to wait may be silent for as long.
  private func prepareHold(_ wanted: Int) throws(WireFailure) {
    if wanted == heldSeconds { return }
    try handle.set(CURLOPT_TIMEOUT_MS, limits.totalTimeout + .seconds(wanted))
    try handle.set(
      CURLOPT_LOW_SPEED_TIME,
      max(1, Int(limits.stallTimeout.components.seconds)) + wanted)
    heldSeconds = wanted
  }

  private func prepareURL(_ wanted: String) throws(WireFailure) {
    if wanted == url, !wanted.isEmpty { return }
    url = ""
    guard wanted.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else {
      throw .malformed("malformed URL")
    }
    try handle.set(CURLOPT_URL, wanted)
    url = wanted
  }

  private func prepareMethod(_ request: HTTPRequest) throws(WireFailure) {
    let hasBody = !request.body.isEmpty || request.method == "POST"
    let wanted = hasBody ? "+" + request.method : request.method
    if hasBody { try handle.postOutgoing() }
    if wanted == method { return }
    method = ""
    guard request.method.utf8.allSatisfy(Self.isToken), !request.method.isEmpty else {
      throw .malformed("malformed method")
    }
    if !hasBody { try handle.set(CURLOPT_HTTPGET, 1) }
    if request.method == "HEAD" { try handle.set(CURLOPT_NOBODY, 1) }
    let isPlain = request.method == (hasBody ? "POST" : "GET") || request.method == "HEAD"
    try handle.set(CURLOPT_CUSTOMREQUEST, isPlain ? nil : request.method)
    handle.setRepeatable(["GET", "HEAD"].contains(request.method))
    method = wanted
  }

  private func prepareHeaders(_ wanted: [Header]) throws(WireFailure) {
    if wanted == headers { return }
    headers = nil
    var lines: [String] = []
    for header in wanted { lines.append(try Self.line(header)) }
    try handle.set(CURLOPT_HTTPHEADER, lines: lines)
    headers = wanted
  }

  private func prepareSignature(_ wanted: HTTPRequest.AWSSignature?) throws(WireFailure) {
    if wanted == signature { return }
    let provider = wanted.map { "aws:amz:\($0.region):\($0.service)" }
    try handle.set(CURLOPT_AWS_SIGV4, provider)
    try handle.set(CURLOPT_USERNAME, wanted?.accessKey)
    try handle.set(CURLOPT_PASSWORD, wanted?.secretKey)
    signature = wanted
  }

  // MARK: What may stand where

  /// A token of RFC 9110, 5.6.2.
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  /// A header line as libcurl wants it: an empty value is written with a semicolon.
  private static func line(_ header: Header) throws(WireFailure) -> String {
    guard !header.name.isEmpty, header.name.utf8.allSatisfy(isToken),
      header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 })
    else { throw .malformed("malformed header") }
    return header.value.isEmpty ? header.name + ";" : header.name + ": " + header.value
  }

  // MARK: What became of it

  func result(_ code: CURLcode) -> WireResult {
    var code = code
    if code == CURLE_WRITE_ERROR, handle.bodyWasCut { code = CURLE_OK }
    if code == CURLE_OK, !handle.headHasEnded { code = CURLE_PARTIAL_FILE }
    guard code == CURLE_OK, !handle.headWasTooLong else {
      let arrived = mayHaveArrived(code)
      return .failure(WireFailure(code, of: handle, mayHaveArrived: arrived))
    }
    let status = handle.info(CURLINFO_RESPONSE_CODE)
    let headers = unsafe handle.withHead { unsafe ResponseHead.headers(in: $0) }
    return .response(HTTPResponse(status: status, headers: headers, body: handle.body))
  }

  /// False only when no connection was ready, or not a byte could be written to it.
  func mayHaveArrived(_ code: CURLcode) -> Bool {
    if handle.tries == 0 { return false }
    if handle.info(CURLINFO_REQUEST_SIZE) > 0 || handle.uploaded > 0 { return true }
    switch code {
    case CURLE_SEND_ERROR, CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST,
      CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION:
      return false
    default: return true
    }
  }
}
