/// Finds a sealed value again without opening any: equal values have equal entries, and nobody
/// without the key can tell the value from an entry, or try values out.
package struct KeyedIndex: Sendable {
  private let key: SealingKey

  /// - Parameter place: table and column, so that entries of two columns never meet.
  package init(root: SealingKey, place: String) {
    key = root.derived(for: "index \(place)")
  }

  /// 16 bytes of HMAC-SHA256 over the value.
  package func entry(for value: String) -> [UInt8] { key.authenticationCode(Array(value.utf8)) }

  /// The same 16 bytes as two numbers: random bits that the key and the value determine.
  package func words(for value: String) -> (UInt64, UInt64) {
    let bytes = entry(for: value)
    let words = [bytes.prefix(8), bytes.suffix(8)].map { half in
      half.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    return (words[0], words[1])
  }
}
