import Sealing

extension CallbackEvidence {
  /// User and password (RFC 7617).
  func basic(
    _ spec: SignatureSpec, _ secrets: [String], user: [String]
  ) throws(CallbackFault) -> CallbackProof {
    let header = try requiredHeader("Authorization")
    guard header.lowercased().hasPrefix("basic "),
      let given = Signature.bytes(base64: header.dropFirst(6))
    else { throw CallbackFault(.forged, "expected Basic authorization") }
    for name in user {
      for secret in secrets where Signature.equal(given, Array("\(name):\(secret)".utf8)) {
        return CallbackProof()
      }
    }
    throw CallbackFault(.forged, "the user or the password is another")
  }

  /// A secret word, in a header or in the query.
  func token(_ spec: SignatureSpec, _ secrets: [String]) throws(CallbackFault) -> CallbackProof {
    let place: String
    let given: String?
    if let name = spec.header {
      place = "the header \(name)"
      given = header(name).map { value in
        spec.prefix.flatMap { value.hasPrefix($0) ? String(value.dropFirst($0.count)) : nil }
          ?? value
      }
    } else {
      let name = spec.query ?? ""
      place = "`\(name)` in the address"
      given = query.first { $0.name == name }?.value
    }
    guard let given, !given.isEmpty else { throw CallbackFault(.forged, "\(place) is missing") }
    for secret in secrets where Signature.equal(Array(given.utf8), Array(secret.utf8)) {
      return CallbackProof()
    }
    throw CallbackFault(.forged, "\(place) is not the secret word")
  }

  /// A signature in a header over parts that the definition lists.
  func generic(_ spec: SignatureSpec, _ secrets: [String]) throws(CallbackFault) -> CallbackProof {
    let name = spec.header ?? ""
    var text = try requiredHeader(name)
    if let prefix = spec.prefix, text.hasPrefix(prefix) {
      text = String(text.dropFirst(prefix.count))
    }
    guard let given = decoded(text, spec) else {
      throw CallbackFault(.forged, "expected the header \(name) in \(spec.coding.rawValue)")
    }
    let timestamp: String? = if let name = spec.timestamp { try requiredHeader(name) } else { nil }
    let nonce: String? = if let name = spec.nonce { try requiredHeader(name) } else { nil }
    let matches = { (url: String) in
      let message = self.message(spec, url, timestamp ?? "", nonce ?? "")
      return secrets.contains { Self.isSigned(given, message, $0, spec) }
    }
    guard matches(request.url) else {
      let secret = spec.secrets.first?.settings.first ?? "the secret"
      if spec.over.contains(.url) { throw mismatch(secret: secret, matches) }
      throw Self.mismatch(secret: secret)
    }
    if let timestamp, let maxAge = spec.maxAge { try checkAge(timestamp, maxAge: maxAge) }
    // Not by the signature: of one by ECDSA anybody can make a second.
    let signed = message(spec, request.url, timestamp ?? "", nonce ?? "")
    let isUnique = timestamp != nil || nonce != nil
    return CallbackProof(replayKey: isUnique ? nonce ?? replayKey(signed, spec) : nil)
  }

  /// What was signed, and what that leaves out of the address: two reports of one second, told in
  /// the query alone, have the same signature.
  private func replayKey(_ signed: [UInt8], _ spec: SignatureSpec) -> String {
    let unsigned =
      spec.over.contains(.url)
      ? [] : request.body.isEmpty ? query : query.filter { $0.name == "ref" }
    let text = unsigned.map { "\n" + $0.name + "=" + $0.value }.joined()
    return Signature.hex(Signature.digest(.sha256, signed + Array(text.utf8)))
  }

  private func decoded(_ text: String, _ spec: SignatureSpec) -> [UInt8]? {
    spec.scheme != .hmac || spec.coding == .base64
      ? Signature.bytes(base64: text) : Self.bytes(hex: text)
  }

  private func message(
    _ spec: SignatureSpec, _ url: String, _ timestamp: String, _ nonce: String
  ) -> [UInt8] {
    let parts = spec.over.map { part -> [UInt8] in
      switch part {
      case .timestamp: Array(timestamp.utf8)
      case .nonce: Array(nonce.utf8)
      case .body: request.body
      case .url: Array(url.utf8)
      case .bodyDigest: Signature.digest(.sha256, request.body)
      }
    }
    return Array(parts.joined(separator: Array(spec.join.utf8)))
  }

  private static func isSigned(
    _ given: [UInt8], _ message: [UInt8], _ secret: String, _ spec: SignatureSpec
  ) -> Bool {
    switch spec.scheme {
    case .ed25519:
      publicKey(secret).map { Signature.isEd25519(given, of: message, by: $0) } ?? false
    case .ecdsa:
      publicKey(secret).map { Signature.isP256(given, of: message, by: $0) } ?? false
    default:
      Signature.equal(given, Signature.hmac(spec.hash, key: Array(secret.utf8), message))
    }
  }

  /// The bytes of a key in base64, as consoles show it: bare, in lines, or between PEM's.
  private static func publicKey(_ text: String) -> [UInt8]? {
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }
    return Signature.bytes(base64: lines.joined().filter { !$0.isWhitespace })
  }

  /// The bytes of a hexadecimal text in either case, or nil.
  static func bytes(hex text: String) -> [UInt8]? {
    let digits = text.utf8.map(PercentEncoding.hexDigit)
    guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
    let values = digits.compactMap(\.self)
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }
}
