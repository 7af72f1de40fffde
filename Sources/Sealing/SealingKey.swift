import Crypto
import FoundationEssentials

/// A 256-bit key that seals with ChaCha20-Poly1305 (RFC 8439).
///
/// Sealed bytes are: one byte of version, 12 of nonce, the ciphertext, 16 of tag; 29 more than what
/// went in.
package struct SealingKey: Sendable, CustomStringConvertible {
  /// What a sealed value is longer than its content, in bytes.
  package static let overhead = 29
  static let version: UInt8 = 1

  private let key: SymmetricKey

  /// - Throws: `badKey` unless there are exactly 32 bytes.
  package init(bytes: [UInt8]) throws(SealingFailure) {
    guard bytes.count == 32 else {
      throw SealingFailure(.badKey, "A seal key has \(bytes.count) bytes; 32 were expected.")
    }
    self.key = SymmetricKey(data: bytes)
  }

  init(_ key: SymmetricKey) { self.key = key }

  package var description: String { "SealingKey(redacted)" }

  /// The bytes for whom nobody else can read; they open only with this key and the same context.
  package func seal(_ bytes: [UInt8], context: SealingContext, nonce: Nonce) -> [UInt8] {
    do {
      let box = try ChaChaPoly.seal(
        bytes, using: key, nonce: ChaChaPoly.Nonce(data: nonce.bytes),
        authenticating: context.bytes)
      var sealed: [UInt8] = []
      sealed.reserveCapacity(bytes.count + Self.overhead)
      sealed.append(Self.version)
      sealed.append(contentsOf: box.combined)
      return sealed
    } catch {
      preconditionFailure("a 32-byte key and a 12-byte nonce always seal")
    }
  }

  /// What was sealed with this key and context.
  /// - Throws: `cannotOpen` when key or context are others, or a bit was changed.
  package func open(_ sealed: [UInt8], context: SealingContext) throws(SealingFailure) -> [UInt8] {
    guard sealed.count >= Self.overhead, sealed.first == Self.version else {
      throw SealingFailure(
        .cannotOpen, "\(context) is not sealed as expected: it has \(sealed.count) bytes.")
    }
    do {
      let box = try ChaChaPoly.SealedBox(combined: sealed.dropFirst())
      return Array(try ChaChaPoly.open(box, using: key, authenticating: context.bytes))
    } catch {
      throw SealingFailure(
        .cannotOpen, "\(context) does not open with this key: another key, or changed bytes.")
    }
  }

  /// Another key that this one and the purpose determine (HKDF-SHA256, RFC 5869).
  package func derived(for purpose: String, salt: [UInt8] = []) -> SealingKey {
    SealingKey(
      HKDF<SHA256>.deriveKey(
        inputKeyMaterial: key, salt: salt, info: Array(purpose.utf8), outputByteCount: 32))
  }

  /// HMAC-SHA256 (RFC 2104) over the bytes, cut to its first 16 bytes.
  func authenticationCode(_ bytes: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key).prefix(16))
  }

  /// Whether the 16 bytes are the code of the others, in constant time.
  func isAuthenticationCode(_ code: ArraySlice<UInt8>, of bytes: [UInt8]) -> Bool {
    let right = authenticationCode(bytes)
    guard code.count == right.count else { return false }
    return zip(code, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// The key itself, for wrapping under another.
  var bytes: [UInt8] { unsafe key.withUnsafeBytes { unsafe Array($0) } }
}

/// What a sealed value is and whose: it opens nowhere else.
package struct SealingContext: Hashable, Sendable, CustomStringConvertible {
  /// Table and column, as `reply.text`.
  package var place: String
  /// The row's identifier.
  package var id: Int64

  package init(_ place: String, id: Int64) {
    self.place = place
    self.id = id
  }

  package var description: String { "\(place) of \(id)" }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(place.utf8.count + 9)
    bytes.append(contentsOf: place.utf8)
    for shift in stride(from: 64, through: 0, by: -8) {
      bytes.append(shift == 64 ? 0 : UInt8(truncatingIfNeeded: id >> shift))
    }
    return bytes
  }
}
