import Sealing

extension CallbackEvidence {
  /// Vonage SMS: `sig`, hexadecimal HMAC over `&name=value` of all other parameters by name, with
  /// `&` and `=` inside values turned into `_`. The length of `sig` tells the hash function.
  func vonageSMS(_ secrets: [String]) throws(CallbackFault) -> CallbackProof {
    let parameters = vonageParameters()
    guard let sig = parameters.first(where: { $0.name == "sig" })?.value,
      let given = Self.bytes(hex: sig)
    else { throw CallbackFault(.forged, "the parameter sig is missing") }
    guard let hash = [16: .md5, 20: .sha1, 32: .sha256, 64: .sha512][given.count] as SignatureHash?
    else { throw CallbackFault(.forged, "expected sig to be an HMAC in hexadecimal") }
    let signed = parameters.filter { $0.name != "sig" }.sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    var message = ""
    for parameter in signed {
      message += "&\(parameter.name)=\(Self.masked(parameter.value))"
    }
    for secret in secrets {
      let own = Signature.hmac(hash, key: Array(secret.utf8), Array(message.utf8))
      if Signature.equal(own, given) { return CallbackProof() }
    }
    throw Self.mismatch(secret: "signature_secret")
  }

  /// By scalars: a mark that joins with `&` to one character does not hide it.
  private static func masked(_ value: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in value.unicodeScalars {
      scalars.append(scalar == "&" || scalar == "=" ? "_" : scalar)
    }
    return String(scalars)
  }

  private func vonageParameters() -> [Parameter] {
    if form.isEmpty, case .object(let members)? = JSONValue(bytes: request.body) {
      let own = members.compactMap { name, value in
        value.text.map { Parameter(name: name, value: $0) }
      }
      return query + own.sorted { $0.name < $1.name }
    }
    return query + form
  }

  /// Vonage Messages: a JWT by HS256, and by nothing else, in `Authorization`; `payload_hash` binds
  /// the body, `iat` the time (300 seconds where the definition names no other age); `nbf` and
  /// `exp` count where they are there (RFC 7519, section 4.1).
  func vonageJWT(_ spec: SignatureSpec, _ secrets: [String]) throws(CallbackFault) -> CallbackProof
  {
    let header = try requiredHeader("Authorization")
    guard header.lowercased().hasPrefix("bearer "),
      let token = SignatureToken(String(header.dropFirst(7)))
    else { throw CallbackFault(.forged, "expected a signed token in Authorization") }
    guard token.algorithm == "HS256" else {
      throw CallbackFault(.forged, "expected a token signed by HS256")
    }
    let claims = try claims(of: token, secrets, named: "signature_secret")
    try checkBody(claims, "payload_hash", requiredWhenEmpty: true)
    try checkSpan(claims, leeway: 0)
    guard let issued = claims["iat"]?.text else { throw CallbackFault(.forged, "iat is missing") }
    try checkAge(issued, maxAge: spec.maxAge ?? 300)
    return CallbackProof(replayKey: claims["jti"]?.text)
  }

  func claims(
    of token: SignatureToken, _ secrets: [String], named: String
  ) throws(CallbackFault) -> [String: JSONValue] {
    guard secrets.contains(where: token.isSigned) else { throw Self.mismatch(secret: named) }
    guard case .object(let claims)? = JSONValue(bytes: token.claims) else {
      throw CallbackFault(.forged, "the signed token says nothing")
    }
    // RFC 7519, section 4.1.3: who is not named in it must not take it.
    if let audience = claims["aud"], audience != .null {
      throw CallbackFault(.forged, "the token is meant for somebody else (aud)")
    }
    return claims
  }

  /// That now lies between `nbf` and `exp`, where they are there, give or take so many
  /// milliseconds.
  func checkSpan(_ claims: [String: JSONValue], leeway: Int64) throws(CallbackFault) {
    if let begin = try instant(claims, "nbf"), nowMilliseconds < begin - leeway {
      throw CallbackFault(.stale, "signed for later (nbf)")
    }
    if let end = try instant(claims, "exp"), nowMilliseconds >= end + leeway {
      throw CallbackFault(
        .stale, "the signature expired \((nowMilliseconds - end) / 1000) seconds ago")
    }
  }

  private func instant(
    _ claims: [String: JSONValue], _ name: String
  ) throws(CallbackFault) -> Int64? {
    guard let claim = claims[name], claim != .null else { return nil }
    if let instant = claim.text.flatMap({ Stamp.milliseconds($0, .seconds) }) { return instant }
    throw CallbackFault(.forged, "the token's \(name) is not a time in seconds since 1970")
  }

  /// That a claim is the hexadecimal SHA-256 of the body.
  func checkBody(
    _ claims: [String: JSONValue], _ name: String, requiredWhenEmpty: Bool
  ) throws(CallbackFault) {
    let said = claims[name]?.text
    if request.body.isEmpty, !requiredWhenEmpty {
      if said != nil { throw CallbackFault(.forged, "a body was signed, and there is none") }
      return
    }
    let digest = Signature.hex(Signature.digest(.sha256, request.body))
    guard let said, Signature.equal(Array(said.lowercased().utf8), Array(digest.utf8)) else {
      throw CallbackFault(.forged, "the body is not the one that was signed (\(name))")
    }
  }
}
