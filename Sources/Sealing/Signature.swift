internal import Crypto
internal import FoundationEssentials

/// Hash functions that providers sign with. MD5 and SHA-1 only where a provider offers no better,
/// and only inside HMAC or RSA signatures that it makes.
package enum SignatureHash: String, CaseIterable, Sendable {
  case md5, sha1, sha256, sha384, sha512
}

/// Signing and verifying what passes between Kith and providers.
package enum Signature {
  /// The digest of `bytes`.
  package static func digest(_ hash: SignatureHash, _ bytes: some Collection<UInt8>) -> [UInt8] {
    let data = Data(bytes)
    return switch hash {
    case .md5: Array(Insecure.MD5.hash(data: data))
    case .sha1: Array(Insecure.SHA1.hash(data: data))
    case .sha256: Array(SHA256.hash(data: data))
    case .sha384: Array(SHA384.hash(data: data))
    case .sha512: Array(SHA512.hash(data: data))
    }
  }

  /// HMAC (RFC 2104).
  package static func hmac(
    _ hash: SignatureHash, key: some Collection<UInt8>, _ message: some Collection<UInt8>
  ) -> [UInt8] {
    let key = SymmetricKey(data: Data(key))
    let data = Data(message)
    return switch hash {
    case .md5: Array(HMAC<Insecure.MD5>.authenticationCode(for: data, using: key))
    case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: data, using: key))
    case .sha256: Array(HMAC<SHA256>.authenticationCode(for: data, using: key))
    case .sha384: Array(HMAC<SHA384>.authenticationCode(for: data, using: key))
    case .sha512: Array(HMAC<SHA512>.authenticationCode(for: data, using: key))
    }
  }

  /// Whether two byte strings are equal, in time that depends on their lengths only.
  package static func equal(
    _ left: some Collection<UInt8>, _ right: some Collection<UInt8>
  ) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for (a, b) in zip(left, right) { difference |= a ^ b }
    return difference == 0
  }

  /// Lower-case hexadecimal.
  package static func hex(_ bytes: some Collection<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Base64 with padding (RFC 4648, section 4).
  package static func base64(_ bytes: some Collection<UInt8>) -> String {
    Data(bytes).base64EncodedString()
  }

  /// The bytes of a base64 text (RFC 4648, section 4), or nil.
  package static func bytes(base64 text: some StringProtocol) -> [UInt8]? {
    Data(base64Encoded: String(text)).map(Array.init)
  }
}
