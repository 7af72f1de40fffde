import Sealing
import Testing

@Suite struct `A signature` {
  private func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x61 + 10 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  struct Digest: Sendable, CustomTestStringConvertible {
    var hash: SignatureHash
    var hex: String
    var testDescription: String { hash.rawValue }
  }

  /// Of `what do ya want for nothing?` by `Jefe`: RFC 2202 and RFC 4231, case 2.
  @Test(arguments: [
    Digest(hash: .md5, hex: "750c783e6ab0b503eaa86e310a5db738"),
    Digest(hash: .sha1, hex: "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
    Digest(
      hash: .sha256, hex: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    Digest(
      hash: .sha384,
      hex: "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
        + "8e2240ca5e69e2c78b3239ecfab21649"),
    Digest(
      hash: .sha512,
      hex: "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"),
  ])
  func `by a shared secret is as the RFCs have it`(_ digest: Digest) {
    let mac = Signature.hmac(
      digest.hash, key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
    #expect(Signature.hex(mac) == digest.hex)
  }

  @Test func `is compared whole`() {
    #expect(Signature.equal([1, 2, 3], [1, 2, 3]))
    #expect(!Signature.equal([1, 2, 3], [1, 2, 4]))
    #expect(!Signature.equal([1, 2, 3], [1, 2]))
    #expect(Signature.equal([], []))
  }

  /// RFC 8032, section 7.1, test 2.
  @Test func `by Ed25519 is as the RFC has it`() {
    let key = bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    let signature = bytes(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    #expect(Signature.isEd25519(signature, of: [0x72], by: key))
    #expect(!Signature.isEd25519(signature, of: [0x73], by: key))
    #expect(!Signature.isEd25519([], of: [0x72], by: key))
    #expect(!Signature.isEd25519(signature, of: [0x72], by: [1, 2, 3]))
  }

  @Test func `by keys that are none is none`() {
    #expect(!Signature.isP256([1], of: [2], by: [3]))
    #expect(!Signature.isRSA([1], of: [2], by: [3], .sha256))
    let empty = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----"
    #expect(SignatureCertificate(pem: empty) == nil)
    #expect(SignatureCertificate(pem: "") == nil)
  }
}

@Suite struct `A signed token` {
  /// RFC 7515, appendix A.1; its key in base64.
  static let token =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

  @Test func `is taken apart as RFC 7515 has it`() throws {
    let token = try #require(SignatureToken(Self.token))
    #expect(String(decoding: token.claims, as: UTF8.self).hasPrefix(#"{"iss":"joe""#))
    #expect(!token.isSigned(with: "another secret"))
  }

  @Test(arguments: ["", "a.b", "a.b.c", "e30.e30.e30.e30", "!.!.!", "e30.e30."])
  func `that is none is not taken`(_ text: String) { #expect(SignatureToken(text) == nil) }

  /// `{"alg":"none"}`.
  @Test func `without a signature is signed by nobody`() throws {
    let token = try #require(SignatureToken("eyJhbGciOiJub25lIn0.e30."))
    #expect(!token.isSigned(with: ""))
  }

  @Test func `of an application needs a key that is one`() {
    #expect(SignatureToken.rs256(claims: [], privateKeyPEM: "no key") == nil)
  }
}
