package import Timekeeping

/// When a daemon with nothing else to do sees to its database.
package struct Upkeep {
  package static let forgetEvery = Duration.hours(24)
  package static let checkpointAfter = Duration.minutes(1)

  private var forgotAt: Instant?
  /// The first commit since the last checkpoint.
  private var committedAt: Instant?

  package init() {}

  package mutating func committed(at now: Instant) { committedAt = committedAt ?? now }

  /// What is to be done now, in a moment of rest; taken as done. A clock that was set back makes
  /// all of it due.
  package mutating func due(at now: Instant) -> (forget: Bool, checkpoint: Bool) {
    let forget = forgotAt.map { now - $0 >= Self.forgetEvery || now < $0 } ?? true
    if forget { forgotAt = now }
    let checkpoint = committedAt.map { now - $0 >= Self.checkpointAfter || now < $0 } ?? false
    if checkpoint { committedAt = nil }
    return (forget, checkpoint)
  }
}
