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
/// Drawn from the turn's seeded source, so that the same turn seals to the same bytes; two turns
/// meet only when two random 96-bit starts lie closer than the values one turn seals.
package struct Nonces: Sendable {
  private var high: UInt64
  private var low: UInt32

  package init(from source: inout some RandomNumberGenerator) {
    high = source.next()
    low = UInt32(truncatingIfNeeded: source.next() as UInt64)
  }

  package mutating func next() -> Nonce {
    defer {
      low &+= 1
      if low == 0 { high &+= 1 }
    }
    return Nonce(
      bytes: (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
        + (0..<4).map { UInt8(truncatingIfNeeded: low >> (24 - 8 * $0)) })
  }
}
