import Daemon
import Storage
import Testing

@Suite struct `A failure of the database` {
  static let cases: [(StorageFailure.Kind, TurnFailure)] = [
    (.full, .later("why")),
    (.busy, .later("why")),
    (.readOnly, .later("why")),
    (.stale, .later("why")),
    (.refused, .letter("why")),
    (.mistake, .letter("why")),
    (.corrupt, .fatal("why")),
    (.io, .fatal("why")),
    (.newer, .fatal("why")),
    (.inUse, .fatal("why")),
    (.superseded, .fatal("why")),
    (.wrongKey, .fatal("why")),
    (.place, .fatal("why")),
  ]

  @Test(arguments: cases)
  func `ends, delays, or spoils one letter`(kind: StorageFailure.Kind, means: TurnFailure) {
    #expect(TurnFailure(StorageFailure(kind, "why")) == means)
  }
}
