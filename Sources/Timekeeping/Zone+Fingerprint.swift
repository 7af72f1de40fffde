extension Zone {
  /// Sixty-four bits that tell one version of a zone's rules from another, the same on every
  /// machine (FNV-1a over all periods).
  package var fingerprint: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func absorb(_ value: Int64) {
      for shift in stride(from: 0, to: 64, by: 8) {
        hash = (hash ^ (UInt64(bitPattern: value) >> UInt64(shift) & 255)) &* 0x100_0000_01b3
      }
    }
    for period in rules.periods {
      absorb(period.start)
      absorb(Int64(period.offset))
    }
    return hash
  }
}
