import Sealing

extension CallbackEvidence {
  /// MessageBird: a JWT by HS256, HS384 or HS512 whose claims bind the URL, the body and the time,
  /// with one second of leeway.
  func messagebirdJWT(
    _ spec: SignatureSpec, _ secrets: [String]
  ) throws(CallbackFault) -> CallbackProof {
    let header = try requiredHeader(spec.header ?? "MessageBird-Signature-JWT")
    guard let token = SignatureToken(header) else {
      throw CallbackFault(.forged, "expected a signed token")
    }
    let claims = try claims(of: token, secrets, named: "signing_key")
    guard claims["iss"]?.text == "MessageBird" else {
      throw CallbackFault(.forged, "the token was issued by somebody else (iss)")
    }
    try checkURL(claims)
    try checkBody(claims, "payload_hash", requiredWhenEmpty: false)
    guard claims["nbf"] != nil, claims["exp"] != nil else {
      throw CallbackFault(.forged, "the token has no times (nbf, exp)")
    }
    try checkSpan(claims, leeway: 1000)
    return CallbackProof(replayKey: claims["jti"]?.text)
  }

  private func checkURL(_ claims: [String: JSONValue]) throws(CallbackFault) {
    let said = Array((claims["url_hash"]?.text ?? "").utf8)
    let matches = { (url: String) in
      let digest = Signature.hex(Signature.digest(.sha256, Array(url.utf8)))
      return Signature.equal(Array(digest.utf8), said)
    }
    if matches(request.url) { return }
    throw mismatch(secret: "signing_key", matches)
  }

  /// MessageBird's older scheme: base64 of HMAC-SHA256 over the timestamp, the sorted query and the
  /// raw SHA-256 of the body, a line each.
  func messagebirdQuery(
    _ spec: SignatureSpec, _ secrets: [String]
  ) throws(CallbackFault) -> CallbackProof {
    let header = try requiredHeader(spec.header ?? "MessageBird-Signature")
    let timestamp = try requiredHeader(spec.timestamp ?? "MessageBird-Request-Timestamp")
    guard let given = Signature.bytes(base64: header) else {
      throw CallbackFault(.forged, "expected a signature in base64")
    }
    let sorted = query.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let pairs = sorted.map { PercentEncoding.form($0.name) + "=" + PercentEncoding.form($0.value) }
    let message =
      Array("\(timestamp)\n\(pairs.joined(separator: "&"))\n".utf8)
      + Signature.digest(.sha256, request.body)
    guard
      secrets.contains(where: {
        Signature.equal(given, Signature.hmac(.sha256, key: Array($0.utf8), message))
      })
    else { throw Self.mismatch(secret: "signing_key") }
    if let maxAge = spec.maxAge { try checkAge(timestamp, maxAge: maxAge) }
    return CallbackProof(replayKey: Signature.hex(given))
  }
}
