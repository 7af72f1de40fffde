import FoundationEssentials

/// What a signed link of `/p/` stands for. It names nobody: ids only.
package struct LinkToken: Hashable, Sendable {
  /// What the link does; the meaning of the number is the caller's.
  package var kind: UInt8
  package var subject: Int64
  package var person: Int64
  /// Seconds since 1970, up to 2106.
  package var expires: Int64

  package init(kind: UInt8, subject: Int64, person: Int64, expires: Int64) {
    self.kind = kind
    self.subject = subject
    self.person = person
    self.expires = expires
  }

  private static let length = 1 + 8 + 8 + 4

  var bytes: [UInt8] {
    [kind] + Self.bigEndian(subject, 8) + Self.bigEndian(person, 8)
      + Self.bigEndian(min(max(expires, 0), Int64(UInt32.max)), 4)
  }

  init?(bytes: ArraySlice<UInt8>) {
    guard bytes.count == Self.length, let kind = bytes.first else { return nil }
    self.kind = kind
    let rest = bytes.dropFirst()
    subject = Self.number(rest.prefix(8))
    person = Self.number(rest.dropFirst(8).prefix(8))
    expires = Self.number(rest.dropFirst(16))
  }

  private static func bigEndian(_ number: Int64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * (count - 1 - $0))) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
    bytes.reduce(0) { $0 << 8 | Int64($1) }
  }
}

/// Signs and verifies the tokens of links: 50 letters that are safe in a URL (RFC 4648, 5).
package struct LinkSigner: Sendable {
  private let signing: SealingKey
  private let verifying: [SealingKey]

  package init(keys: MasterKeys) {
    signing = keys.current.derived(for: Self.purpose)
    verifying = [signing] + keys.older.map { $0.derived(for: Self.purpose) }
  }

  package func sign(_ token: LinkToken) -> String {
    let bytes = token.bytes
    return Data(bytes + signing.authenticationCode(bytes)).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// - Parameter now: seconds since 1970.
  /// - Throws: `forged` when it is not ours, `expired` when its time is over.
  package func verify(_ text: some StringProtocol, now: Int64) throws(SealingFailure) -> LinkToken {
    let padded = Self.padded(String(text))
    guard let data = Data(base64Encoded: padded), data.count > 16 else { throw Self.forged }
    let bytes = Array(data)
    let content = Array(bytes.dropLast(16))
    guard verifying.contains(where: { $0.isAuthenticationCode(bytes.suffix(16), of: content) }),
      let token = LinkToken(bytes: content[...])
    else { throw Self.forged }
    guard now < token.expires else {
      throw SealingFailure(.expired, "This link is over: links work for 48 hours.")
    }
    return token
  }

  private static let purpose = "kith links"
  private static var forged: SealingFailure {
    SealingFailure(.forged, "This link is not one of ours: it was cut off or changed.")
  }

  private static func padded(_ text: String) -> String {
    let standard = text.replacing("-", with: "+").replacing("_", with: "/")
    return standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
  }
}
