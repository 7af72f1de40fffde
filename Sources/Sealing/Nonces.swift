/// A number that is used once with a key: 12 bytes.
package struct Nonce: Hashable, Sendable {
  let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// 96 random bits: for few values under one key (NIST SP 800-38D, section 8.2.2).
  package init(from source: inout some RandomNumberGenerator) {
    var nonces = Nonces(from: &source)
    self = nonces.next()
  }
}

/// A turn's own sequence of nonces: a random start, then one by one.
///
/// Drawn from the turn's seeded source, so that the same turn seals to the same bytes. Two turns
/// meet only when two starts lie closer than the values one turn seals; `apart` keeps those of one
/// start from it.
package struct Nonces: Sendable {
  private var high: UInt64
  private var low: UInt32

  package init(from source: inout some RandomNumberGenerator) {
    high = source.next()
    low = UInt32(truncatingIfNeeded: source.next() as UInt64)
  }

  /// Those of another transaction that was given the same start: as long as each seals fewer than
  /// 2^32 values, two numbers never meet.
  package func apart(_ number: UInt32) -> Nonces {
    var others = self
    others.high ^= UInt64(number) << 32
    return others
  }

  package mutating func next() -> Nonce {
    defer {
      low &+= 1
      if low == 0 { high &+= 1 }
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(12)
    for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: high >> (56 - 8 * place))) }
    for place in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: low >> (24 - 8 * place))) }
    return Nonce(bytes: bytes)
  }
}
