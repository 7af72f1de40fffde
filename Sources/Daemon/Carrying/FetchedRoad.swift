package import Messages

/// A road whose replies are fetched: a mailbox, or a provider that is asked.
package struct FetchedRoad: Sendable {
  /// The gateway's name.
  package var name: String
  /// From one look to the next.
  package var every: Duration
  /// A look may last until something arrives, or its time is over.
  package var holds: Bool
  /// What came after a position, as it was kept; nil where nothing was read yet. Throws a
  /// `WireFailure` where it cannot be read.
  package var look: @Sendable (_ position: String?, _ held: Bool) async throws -> Look

  package init(
    name: String, every: Duration, holds: Bool = false,
    look: @escaping @Sendable (_ position: String?, _ held: Bool) async throws -> Look
  ) {
    self.name = name
    self.every = every
    self.holds = holds
    self.look = look
  }

  package struct Look: Hashable, Sendable {
    package var receipts: [Receipt]
    package var replies: [IncomingReply]
    /// To be kept with what was found; nil where it stays as it is.
    package var position: String?
    /// Nothing more is there for now.
    package var isLast: Bool

    package init(
      receipts: [Receipt] = [], replies: [IncomingReply] = [], position: String? = nil,
      isLast: Bool = true
    ) {
      self.receipts = receipts
      self.replies = replies
      self.position = position
      self.isLast = isLast
    }
  }
}
