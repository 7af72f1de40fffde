/// The keys an operator keeps: one that seals, and older ones that still open.
///
/// They wrap the keys of people and of the house; nothing else is sealed with them, so a change of
/// the master key rewraps a few bytes a person.
package struct MasterKeys: Sendable, CustomStringConvertible {
  package let current: SealingKey
  package let older: [SealingKey]

  private let wrapping: SealingKey
  private let unwrapping: [SealingKey]

  package init(current: SealingKey, older: [SealingKey] = []) {
    self.current = current
    self.older = older
    wrapping = current.derived(for: "kith wrapping")
    unwrapping = [wrapping] + older.map { $0.derived(for: "kith wrapping") }
  }

  /// - Throws: `badKey` for a key that has not exactly 32 bytes.
  package init(current: [UInt8], older: [[UInt8]] = []) throws(SealingFailure) {
    var keys: [SealingKey] = []
    for bytes in older { keys.append(try SealingKey(bytes: bytes)) }
    self.init(current: try SealingKey(bytes: current), older: keys)
  }

  package var description: String { "MasterKeys(redacted)" }

  /// A new key for somebody: secret because of the master key, new because of the nonce.
  package func makeKey(for context: SealingContext, nonce: Nonce) -> SealingKey {
    current.derived(for: "key \(context)", salt: nonce.bytes)
  }

  package func wrap(_ key: SealingKey, context: SealingContext, nonce: Nonce) -> [UInt8] {
    wrapping.seal(key.bytes, context: context, nonce: nonce)
  }

  /// The wrapped key, opened with the current master key or an older one.
  /// - Throws: `cannotOpen` when none of them wrapped it.
  package func unwrap(_ wrapped: [UInt8], context: SealingContext) throws(SealingFailure)
    -> SealingKey
  {
    for key in unwrapping {
      guard let bytes = try? key.open(wrapped, context: context)
      else { continue }
      return try SealingKey(bytes: bytes)
    }
    throw SealingFailure(.cannotOpen, "\(context) opens with none of the seal keys.")
  }
}
