package import Timekeeping

/// How the daemon is doing, as its last turn saw it.
package struct Health: Hashable, Sendable {
  /// What is wrong, each a plain sentence without personal data; empty while all is well.
  package var faults: [String]
  /// Messages that wait, and attempts whose outcome is not known yet.
  package var queued: Int
  package var inFlight: Int
  /// For how long the oldest message has waited that could go out now; nil when none does.
  package var oldestWait: Duration?
  package var nextDeadline: Instant?

  package init(
    faults: [String] = [], queued: Int = 0, inFlight: Int = 0, oldestWait: Duration? = nil,
    nextDeadline: Instant? = nil
  ) {
    self.faults = faults
    self.queued = queued
    self.inFlight = inFlight
    self.oldestWait = oldestWait
    self.nextDeadline = nextDeadline
  }

  /// Alive and not sending is not well (facts of a long night: everything was up, nothing went
  /// out).
  package static let longestWait: Duration = .minutes(15)

  package var isWell: Bool {
    faults.isEmpty && oldestWait.map { $0 < Self.longestWait } ?? true
  }

  /// One line for `systemctl status`.
  package func line(utc: (Instant) -> String) -> String {
    var parts = faults
    if let oldestWait, oldestWait >= Self.longestWait {
      parts.append("a message has waited for \(oldestWait.components.seconds / 60) minutes")
    }
    let wrong = parts.isEmpty ? "" : "Trouble: " + parts.joined(separator: "; ") + ". "
    let next = nextDeadline.map { "next deadline " + utc($0) } ?? "nothing planned"
    return wrong + "\(queued) waiting, \(inFlight) in flight, \(next)"
  }
}
