internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

/// A JSON Web Token (RFC 7519) in compact form (RFC 7515, section 7.1).
package struct SignatureToken {
  private struct Header: Decodable { var alg: String }

  /// UTF-8 JSON.
  package let claims: [UInt8]
  /// What it says it is signed by, as `HS256` (RFC 7518, section 3.1).
  package let algorithm: String
  private let signed: [UInt8]
  private let signature: [UInt8]

  /// Nil when the text is not a token.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Self.bytes(parts[0]), let claims = Self.bytes(parts[1]),
      let signature = Self.bytes(parts[2]),
      let decoded = try? JSONDecoder().decode(Header.self, from: Data(header))
    else { return nil }
    self.claims = claims
    self.algorithm = decoded.alg
    self.signed = Array("\(parts[0]).\(parts[1])".utf8)
    self.signature = signature
  }

  /// Whether it is signed with this secret by HS256, HS384 or HS512 (RFC 7518, section 3.2). Any
  /// other algorithm, `none` before all, is not a signature.
  package func isSigned(with secret: String) -> Bool {
    let hash: SignatureHash
    switch algorithm {
    case "HS256": hash = .sha256
    case "HS384": hash = .sha384
    case "HS512": hash = .sha512
    default: return false
    }
    return Signature.equal(Signature.hmac(hash, key: Array(secret.utf8), signed), signature)
  }

  /// A token signed by RS256 (RFC 7518, section 3.3), or nil when the key is not a PEM-encoded RSA
  /// private key.
  package static func rs256(claims: [UInt8], privateKeyPEM: String) -> String? {
    guard let key = try? _RSA.Signing.PrivateKey(pemRepresentation: privateKeyPEM) else {
      return nil
    }
    let header = Array(#"{"alg":"RS256","typ":"JWT"}"#.utf8)
    let signed = text(header) + "." + text(claims)
    let digest = SHA256.hash(data: Array(signed.utf8))
    guard let signature = try? key.signature(for: digest, padding: .insecurePKCS1v1_5) else {
      return nil
    }
    return signed + "." + text(Array(signature.rawRepresentation))
  }

  /// Base64url without padding (RFC 7515, section 2).
  private static func text(_ bytes: [UInt8]) -> String {
    String(
      Signature.base64(bytes).map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }.filter { $0 != "=" })
  }

  private static func bytes(_ text: Substring) -> [UInt8]? {
    let standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
    return Signature.bytes(base64: standard + padding)
  }
}
