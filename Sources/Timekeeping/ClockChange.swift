/// A moment at which a zone's clocks are put forward or back.
package struct ClockChange: Hashable, Sendable, Codable {
  package var at: Instant
  /// Seconds east of UTC before and after.
  package var offsetBefore: Int
  package var offsetAfter: Int

  package init(at: Instant, offsetBefore: Int, offsetAfter: Int) {
    self.at = at
    self.offsetBefore = offsetBefore
    self.offsetAfter = offsetAfter
  }

  /// Local times are missing (spring); otherwise some exist twice (autumn).
  package var isForward: Bool { offsetAfter > offsetBefore }

  /// How far, in seconds, always positive.
  package var seconds: Int { abs(offsetAfter - offsetBefore) }
}
