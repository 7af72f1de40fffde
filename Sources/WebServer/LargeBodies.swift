import Synchronization

/// How many large bodies are held at once: each may have tens of megabytes.
final class LargeBodies: Sendable {
  private let free: Mutex<Int>

  init(most: Int) { free = Mutex(most) }

  fileprivate func take() -> Bool {
    free.withLock { free in
      guard free > 0 else { return false }
      free -= 1
      return true
    }
  }

  fileprivate func leave() { free.withLock { $0 += 1 } }
}

/// One request's place among them, taken at most once; whoever made it must leave.
final class LargeBodyPlace: Sendable {
  private let bodies: LargeBodies?
  private let isTaken = Mutex(false)

  init(_ bodies: LargeBodies?) { self.bodies = bodies }

  /// False where all are taken.
  func take() -> Bool {
    isTaken.withLock { isTaken in
      if !isTaken { isTaken = bodies?.take() ?? false }
      return isTaken
    }
  }

  func leave() {
    isTaken.withLock { isTaken in
      if isTaken { bodies?.leave() }
      isTaken = false
    }
  }
}
