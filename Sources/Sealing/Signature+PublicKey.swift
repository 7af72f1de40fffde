internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

extension Signature {
  /// Whether an Ed25519 signature (RFC 8032) of 64 bytes is by the key of 32 bytes.
  package static func isEd25519(
    _ signature: [UInt8], of message: [UInt8], by key: [UInt8]
  ) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: Data(key)) else {
      return false
    }
    return key.isValidSignature(Data(signature), for: Data(message))
  }

  /// Whether a DER-encoded ECDSA signature over P-256 and SHA-256 (FIPS 186-5) is by the key, which
  /// is a DER-encoded SubjectPublicKeyInfo (RFC 5280, section 4.1).
  package static func isP256(
    _ signature: [UInt8], of message: [UInt8], by key: [UInt8]
  ) -> Bool {
    guard let key = try? P256.Signing.PublicKey(derRepresentation: Data(key)),
      let signature = try? P256.Signing.ECDSASignature(derRepresentation: Data(signature))
    else { return false }
    return key.isValidSignature(signature, for: Data(message))
  }

  /// Whether an RSA PKCS #1 v1.5 signature (RFC 8017, section 8.2) with SHA-1 or SHA-256 is by the
  /// key, a DER-encoded SubjectPublicKeyInfo of at least 2048 bits.
  package static func isRSA(
    _ signature: [UInt8], of message: [UInt8], by key: [UInt8], _ hash: SignatureHash
  ) -> Bool {
    guard let key = try? _RSA.Signing.PublicKey(derRepresentation: Data(key)) else { return false }
    let signature = _RSA.Signing.RSASignature(rawRepresentation: Data(signature))
    let padding = _RSA.Signing.Padding.insecurePKCS1v1_5
    return switch hash {
    case .sha1:
      key.isValidSignature(signature, for: Insecure.SHA1.hash(data: message), padding: padding)
    case .sha256:
      key.isValidSignature(signature, for: SHA256.hash(data: message), padding: padding)
    case .md5, .sha384, .sha512: false
    }
  }
}
