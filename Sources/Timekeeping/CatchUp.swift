/// What becomes of prompts whose time passed while the daemon could not send (DESIGN.md section 5,
/// Downtime): asked a little later, spread, or skipped for good.
package struct CatchUp: Hashable, Sendable {
  /// How late a prompt may still be asked.
  package var atMost: Duration
  /// Over how long those that are late together are spread.
  package var spread: Duration

  package init(atMost: Duration = .hours(8), spread: Duration = .minutes(15)) {
    self.atMost = atMost
    self.spread = spread
  }

  /// When a prompt goes out that was due at `due`; nil: it is skipped, and never missed. It is
  /// never later than `atMost`, nor at or after the next occurrence, nor within quiet hours.
  package func release(
    due: Instant, now: Instant, next: Instant?, quiet: QuietWindow, zone: Zone, key: KeyedHash,
    id: UInt64
  ) -> Instant? {
    // Less than a minute late is in time: no need to spread it.
    guard now - due >= .minutes(1) else { return max(due, now) }
    let end = min(due + atMost, next ?? .distantFuture)
    guard now < end else { return nil }
    let room = min(spread, end - now)
    let at = now + key.share(of: room, for: id)
    return quiet.permits(at, in: zone) ? at : nil
  }
}

extension KeyedHash {
  /// A length below `whole`, the same for an id each time: for spreading what would fall together.
  package func share(of whole: Duration, for id: UInt64) -> Duration {
    let milliseconds = UInt64(max(0, whole.milliseconds))
    return .milliseconds(Int64(bits(id, .max).multipliedFullWidth(by: milliseconds).high))
  }
}

extension QuietWindow {
  /// The first permitted moment, and when that is later than asked for, a share of `spread` after
  /// it, so that a morning does not begin with everything at once; never into the next quiet
  /// hours.
  package func release(
    from instant: Instant, in zone: Zone, spread: Duration, key: KeyedHash, id: UInt64
  ) -> Instant {
    let first = firstPermitted(from: instant, in: zone)
    guard first > instant else { return instant }
    let later = first + key.share(of: spread, for: id)
    return permits(later, in: zone) ? later : first
  }
}
