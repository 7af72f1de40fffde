import CheckIns
import Testing

@Suite struct `A seed` {
  @Test func `of another piece of the same work shares no bits with the one before`() {
    var seed: UInt64 = 7
    var seen: Set<UInt64> = []
    for _ in 1...20 {
      var random = SeededRandom(seed: seed)
      for _ in 1...500 { #expect(seen.insert(random.next()).inserted) }
      seed = SeededRandom.seed(after: seed)
    }
  }
}
