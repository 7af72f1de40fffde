internal import CCurl
internal import Gateways

extension TransferHandle {
  /// Servers close idle connections after a minute or more: reusing one later is a gamble.
  private var idleSeconds: Int { 45 }

  /// What holds for every transfer of every protocol.
  func setShared(limits: TransportLimits, settings: TransportSettings) throws(WireFailure) {
    setLimits(head: limits.headBytes, body: limits.responseBytes)
    try set(CURLOPT_NOSIGNAL, 1)
    // Names are looked up on threads of libcurl's own. One whose time is over is left to its end
    // there: to wait for it would hold up every other transfer.
    try set(CURLOPT_QUICK_EXIT, 1)
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_CONNECTTIMEOUT_MS, limits.connectTimeout)
    try set(CURLOPT_TIMEOUT_MS, limits.totalTimeout)
    try set(CURLOPT_LOW_SPEED_LIMIT, 1)
    try set(CURLOPT_LOW_SPEED_TIME, max(1, Int(limits.stallTimeout.components.seconds)))
    try set(CURLOPT_TCP_KEEPALIVE, 1)
    try set(CURLOPT_MAXAGE_CONN, idleSeconds)
    try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    if let path = settings.certificatesPath { try set(CURLOPT_CAINFO, path) }
    // Empty means none, where nil would mean what the environment says.
    try set(CURLOPT_PROXY, settings.proxy ?? "")
  }
}
