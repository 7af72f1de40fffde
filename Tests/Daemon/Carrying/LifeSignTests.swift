import Daemon
import Foundation
import Testing
import Timekeeping

@Suite struct `A sign of life` {
  private let sign = LifeSign(
    besideDatabase: FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).db")

  @Test func `is missing before the first`() {
    #expect(sign.last() == nil)
  }

  @Test func `is remembered to the millisecond`() throws {
    defer { try? FileManager.default.removeItem(atPath: sign.path) }
    for moment in [1_800_000_000_123, 1_700_000_000_999] as [Int64] {
      #expect(sign.give(at: Instant(milliseconds: moment)))
      #expect(sign.last() == Instant(milliseconds: moment))
    }
  }

  @Test func `says so when it cannot be given`() {
    #expect(!LifeSign(besideDatabase: "/nowhere/kith.db").give(at: Instant(seconds: 1)))
  }
}
