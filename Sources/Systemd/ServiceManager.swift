internal import CSystemd
internal import Glibc

/// What the service manager is told (sd_notify(3)); nothing happens where there is none.
package struct ServiceManager: Sendable {
  /// One assignment of a notification.
  package enum News: Hashable, Sendable {
    /// Started, or done with reloading.
    case ready
    /// The configuration is read again; `ready` follows. Monotonic clock, in microseconds.
    case reloading(monotonicMicroseconds: UInt64)
    case stopping
    /// One line for `systemctl status`; line breaks become blanks.
    case status(String)
    /// The conductor made a turn.
    case watchdog
    /// Starting or stopping goes on for this much longer, in microseconds.
    case extendTimeout(microseconds: UInt64)
  }

  package init() {}

  /// Sends all of it as one notification. False where there is no service manager, or it cannot be
  /// reached: there is nothing we could do about either.
  @discardableResult
  package func notify(_ news: News...) -> Bool { notify(news) }

  @discardableResult
  package func notify(_ news: [News]) -> Bool {
    let text = news.map(\.line).joined(separator: "\n")
    return unsafe sd_notify(0, text) > 0
  }

  /// How long the service manager waits for `watchdog` before it kills us; nil when it does not
  /// (sd_watchdog_enabled(3)).
  package func watchdogInterval() -> Duration? {
    var microseconds: UInt64 = 0
    guard unsafe sd_watchdog_enabled(0, &microseconds) > 0, microseconds > 0 else { return nil }
    return .microseconds(Int64(clamping: microseconds))
  }
}

extension ServiceManager.News {
  /// As it stands in the notification.
  var line: String {
    switch self {
    case .ready: "READY=1"
    case .reloading(let microseconds): "RELOADING=1\nMONOTONIC_USEC=\(microseconds)"
    case .stopping: "STOPPING=1"
    case .status(let text): "STATUS=" + String(text.map { $0.isNewline ? " " : $0 })
    case .watchdog: "WATCHDOG=1"
    case .extendTimeout(let microseconds): "EXTEND_TIMEOUT_USEC=\(microseconds)"
    }
  }
}
