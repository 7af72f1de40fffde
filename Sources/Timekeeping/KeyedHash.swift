/// SipHash-2-4 with a 128-bit key (Aumasson, Bernstein: "SipHash: a fast short-input PRF"): random
/// times that a restart does not change and that nobody without the key can guess.
package struct KeyedHash: Hashable, Sendable {
  private let k0: UInt64
  private let k1: UInt64

  /// Two words of a key made for this purpose: derived from the house's secret and an enrolment's
  /// id.
  package init(_ k0: UInt64, _ k1: UInt64) {
    self.k0 = k0
    self.k1 = k1
  }

  /// Sixty-four bits that belong to two numbers.
  package func bits(_ first: UInt64, _ second: UInt64) -> UInt64 {
    var state = SipState(k0, k1)
    state.absorb(first)
    state.absorb(second)
    state.absorb(16 << 56)
    return state.finish()
  }
}

extension KeyedHash {
  /// A length below `whole`, the same for an id each time: for spreading what would fall together.
  package func share(of whole: Duration, for id: UInt64) -> Duration {
    let milliseconds = UInt64(max(0, whole.milliseconds))
    return .milliseconds(Int64(bits(id, .max).multipliedFullWidth(by: milliseconds).high))
  }
}

private struct SipState {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64

  init(_ k0: UInt64, _ k1: UInt64) {
    v0 = k0 ^ 0x736f_6d65_7073_6575
    v1 = k1 ^ 0x646f_7261_6e64_6f6d
    v2 = k0 ^ 0x6c79_6765_6e65_7261
    v3 = k1 ^ 0x7465_6462_7974_6573
  }

  mutating func absorb(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  mutating func finish() -> UInt64 {
    v2 ^= 0xff
    for _ in 0..<4 { round() }
    return v0 ^ v1 ^ v2 ^ v3
  }

  private mutating func round() {
    v0 &+= v1
    v1 = Self.rotate(v1, 13) ^ v0
    v0 = Self.rotate(v0, 32)
    v2 &+= v3
    v3 = Self.rotate(v3, 16) ^ v2
    v0 &+= v3
    v3 = Self.rotate(v3, 21) ^ v0
    v2 &+= v1
    v1 = Self.rotate(v1, 17) ^ v2
    v2 = Self.rotate(v2, 32)
  }

  private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
    value << count | value >> (64 - count)
  }
}
