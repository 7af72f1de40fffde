import Messages
import Timekeeping

/// A step of the clock that is being taken through the house, some rows at a time. What is loaded
/// and was not moved yet moves at once, so that nothing is decided by the old clock.
package struct MovingClock: Hashable, Sendable {
  /// In the order they are gone through, each by rising id.
  package enum Kind: Int, Sendable, CaseIterable {
    case people, alerts, checkIns, messages
    /// Skipped by a clock that ran ahead, and still to come. Only a clock that goes back has these.
    case skipped
    /// To be planned anew, likewise.
    case enrolments
  }

  package let step: Duration
  /// What was made after the step has a greater number, and is of the new clock.
  package let limit: Int64
  /// Up to where each kind was gone through; `.max` once it is done.
  package private(set) var reached: [Int64]
  /// Rows further on that were loaded, and moved, before their turn came.
  package var early: Set<Int64> = []

  package init(step: Duration, limit: Int64) {
    self.step = step
    self.limit = limit
    reached = Kind.allCases.map { $0.isOnlyBack && step > .zero ? .max : 0 }
  }

  /// The kind whose turn it is; nil once all are done.
  package var kind: Kind? { Kind.allCases.first { reached[$0.rawValue] < .max } }

  package mutating func reach(_ id: Int64, of kind: Kind) {
    reached[kind.rawValue] = max(reached[kind.rawValue], id)
  }

  package func concerns(_ id: Int64, _ kind: Kind) -> Bool {
    id < limit && id > reached[kind.rawValue] && !early.contains(id)
  }
}

extension MovingClock.Kind {
  fileprivate var isOnlyBack: Bool { self == .skipped || self == .enrolments }
}

extension MovingClock: CustomStringConvertible {
  /// Milliseconds, the limit, and up to where each kind was gone through.
  package var description: String {
    ([step.milliseconds, limit] + reached).map { String($0) }.joined(separator: " ")
  }

  /// Nil for what is no description.
  package init?(_ text: String) {
    let numbers = text.split(separator: " ").compactMap { Int64($0) }
    guard numbers.count == 2 + Kind.allCases.count else { return nil }
    step = .milliseconds(numbers[0])
    limit = numbers[1]
    reached = Array(numbers[2...])
  }
}

extension CheckIn {
  mutating func moveClock(by step: Duration) {
    guard isOpen else { return }
    askedAt = askedAt.map { $0 + step }
    nudgedAt = nudgedAt.map { $0 + step }
    timer = timer.map { $0.moved(by: step) }
  }
}

extension Alert {
  mutating func moveClock(by step: Duration) {
    guard state != .closed else { return }
    base = base + step
    stepAt = stepAt + step
    timer = timer.map { $0.moved(by: step) }
  }
}

extension Message {
  /// What it waits for is decided anew when it is claimed.
  mutating func moveClock(by step: Duration) {
    guard isUnsettled else { return }
    notBefore = nil
    claimedAt = claimedAt.map { $0 + step }
    expiresAt = expiresAt.map { $0 + step }
    if state == .inDoubt { settledAt = settledAt.map { $0 + step } }
  }
}

extension Person {
  mutating func moveClock(by step: Duration) {
    if let until = pausedUntil, until < .distantFuture { pausedUntil = until + step }
    timer = timer.map { $0.moved(by: step) }
  }
}

extension Timer {
  fileprivate func moved(by step: Duration) -> Timer { Timer(due: due + step, kind: kind) }
}
