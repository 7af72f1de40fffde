internal import Synchronization
package import Timekeeping

/// Callbacks of which nothing was taken, by gateway, since the start: a wrong secret or a wrong
/// line of a definition shows nowhere else.
package final class LostCallbacks: Sendable {
  package struct Entry: Hashable, Sendable {
    package var count = 0
    package var lastAt: Instant
    /// Why, without personal data.
    package var sentence: String
    var toldAt: Instant
    var untold = 0
  }

  /// Anybody can send nonsense: the journal hears of one in this time for each gateway.
  private static let quietFor = Duration.minutes(10)

  private let entries = Mutex<[String: Entry]>([:])
  private let tell: @Sendable (String) -> Void

  /// `tell` takes a sentence for the journal.
  package init(tell: @escaping @Sendable (String) -> Void = { _ in }) { self.tell = tell }

  /// - Parameter sentence: why, as `CallbackFault` has it.
  package func note(_ gateway: String, _ sentence: String, at now: Instant) {
    let others: Int? = entries.withLock { entries in
      var entry =
        entries[gateway] ?? Entry(lastAt: now, sentence: sentence, toldAt: .distantPast)
      entry.count += 1
      entry.lastAt = now
      entry.sentence = sentence
      defer { entries[gateway] = entry }
      guard now - entry.toldAt >= Self.quietFor else {
        entry.untold += 1
        return nil
      }
      defer {
        entry.toldAt = now
        entry.untold = 0
      }
      return entry.untold
    }
    guard let others else { return }
    let more = others == 0 ? "" : " (and \(others) more before it)"
    tell("a callback for \(gateway) was not taken: \(sentence)\(more)")
  }

  package func last(_ gateway: String) -> Entry? { entries.withLock { $0[gateway] } }
}
