internal import CCurl
internal import Gateways
internal import Glibc

extension WireFailure {
  /// Words for how a transfer ended without an answer.
  init(_ code: CURLcode, of transfer: borrowing TransferHandle, mayHaveArrived: Bool) {
    let (reason, permanent) = Self.words(code, transfer)
    self.init(
      mayHaveArrived: mayHaveArrived, permanent: permanent && !mayHaveArrived, reason: reason)
  }

  private static func words(
    _ code: CURLcode, _ transfer: borrowing TransferHandle
  ) -> (reason: String, permanent: Bool) {
    if transfer.headWasTooLong { return ("response head too long", false) }
    if transfer.repeatWasRefused { return ("connection lost", false) }
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: return ("host name not found", false)
    case CURLE_COULDNT_RESOLVE_PROXY: return ("proxy name not found", false)
    case CURLE_COULDNT_CONNECT:
      return (connectionWords(transfer.info(CURLINFO_OS_ERRNO)), false)
    case CURLE_OPERATION_TIMEDOUT:
      return (transfer.tries == 0 ? "no connection in time" : "no answer in time", false)
    case CURLE_PEER_FAILED_VERIFICATION:
      return (certificateWords(transfer.info(CURLINFO_SSL_VERIFYRESULT)), true)
    case CURLE_SSL_CONNECT_ERROR: return ("TLS not agreed", false)
    case CURLE_USE_SSL_FAILED: return ("server offers no TLS", true)
    case CURLE_SSL_CACERT_BADFILE: return ("certificates to trust cannot be read", true)
    case CURLE_URL_MALFORMAT: return ("malformed URL", true)
    case CURLE_UNSUPPORTED_PROTOCOL where transfer.tries > 0: return ("unreadable answer", false)
    case CURLE_UNSUPPORTED_PROTOCOL: return ("unknown URL scheme", true)
    case CURLE_REMOTE_FILE_NOT_FOUND: return ("no such mail", false)
    case CURLE_QUOTE_ERROR: return ("command refused", false)
    case CURLE_LOGIN_DENIED: return ("login refused", true)
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR: return ("connection lost", false)
    case CURLE_PARTIAL_FILE: return ("answer cut short", false)
    case CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING:
      return ("unreadable answer", false)
    case CURLE_ABORTED_BY_CALLBACK: return ("cancelled", false)
    // libcurl has so many words for a line of 100 KiB, too.
    case CURLE_OUT_OF_MEMORY where transfer.tries > 0: return ("unreadable answer", false)
    case CURLE_OUT_OF_MEMORY: return ("out of memory", false)
    default: return ("transfer failed (\(code.rawValue))", false)
    }
  }

  private static func connectionWords(_ number: Int) -> String {
    switch Int32(truncatingIfNeeded: number) {
    case ECONNREFUSED: "connection refused"
    case ENETUNREACH, EHOSTUNREACH: "host unreachable"
    case ETIMEDOUT: "no connection in time"
    default: "no connection"
    }
  }

  /// OpenSSL's X509_V_ERR numbers (openssl-verification-options(1)).
  private static func certificateWords(_ number: Int) -> String {
    switch number {
    case 9: "certificate is not valid yet"
    case 10: "certificate has expired"
    case 18, 19: "certificate is self-signed"
    case 20, 21: "certificate of an unknown issuer"
    case 23: "certificate is revoked"
    case 0, 1, 62: "certificate is for another host"
    default: "certificate not accepted (\(number))"
    }
  }
}
