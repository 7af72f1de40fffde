/// How long, how much and how many, for every transfer.
package struct TransportLimits: Hashable, Sendable {
  /// Until a connection is made, name lookup and TLS included.
  package var connectTimeout: Duration = .seconds(10)
  /// Until a transfer has ended, waiting for a free connection included.
  package var totalTimeout: Duration = .seconds(30)
  /// How long a server may send less than one byte a second; whole seconds.
  package var stallTimeout: Duration = .seconds(15)
  /// How long a mail server may take for one reply; whole seconds.
  package var replyTimeout: Duration = .seconds(20)
  /// A response's body is cut here.
  package var responseBytes = 256 * 1024
  /// A list's is cut here.
  package var listBytes = 8 * 1024 * 1024
  /// A response with a longer head is a failure.
  package var headBytes = 32 * 1024
  /// Connections open to one host at a time; further transfers wait.
  package var connectionsPerHost = 256
  /// Transfers under way at a time; further ones wait and their time has not begun.
  package var inFlight = 1024

  package init() {}
}

/// How requests leave this machine.
package struct TransportSettings: Hashable, Sendable {
  /// `http://host:port` or `https://host:port`; nil goes straight, whatever the environment says.
  package var proxy: String?
  /// Certificates to trust, PEM; nil for the system's.
  package var certificatesPath: String?
  /// HTTP/2 where a TLS server offers it; else HTTP/1.1.
  package var http2 = false
  /// Sent with every HTTP request that has none.
  package var userAgent = "Kith"

  package init() {}
}
