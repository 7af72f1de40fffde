/// That a callback is genuine, and what came to light on the way.
struct CallbackProof {
  var replayKey: String?
  var confirmation: HTTPRequest?
}

/// A callback while it is being judged.
struct CallbackEvidence {
  let request: CallbackRequest
  let form: [Parameter]
  let query: [Parameter]
  let nowMilliseconds: Int64
  /// PEM by URL.
  let certificates: [String: String]

  func header(_ name: String) -> String? { request.headers.value(name) }

  /// - Throws: forged, because the header that a genuine callback has is missing.
  func requiredHeader(_ name: String) throws(CallbackFault) -> String {
    if let value = header(name), !value.isEmpty { return value }
    throw CallbackFault(.forged, "the header \(name) is missing")
  }

  /// - Throws: stale, when a time in seconds since 1970 lies further than `maxAge` seconds away.
  func checkAge(_ timestamp: String, maxAge: Int) throws(CallbackFault) {
    guard let stamp = Stamp.milliseconds(timestamp, .seconds) else {
      throw CallbackFault(.forged, "expected a time in seconds since 1970, found another text")
    }
    let age = nowMilliseconds - (stamp > 100_000_000_000_000 ? stamp / 1000 : stamp)
    guard abs(age) > Int64(maxAge) * 1000 else { return }
    let distance = "\(abs(age) / 1000) seconds \(age > 0 ? "ago" : "in the future")"
    throw CallbackFault(.stale, "signed \(distance), and \(maxAge) seconds are allowed")
  }

  /// Why a signature that covers the address does not match: the address it was made for, where
  /// that can be found out, else the possible reasons.
  func mismatch(secret: String, _ matches: (String) -> Bool) -> CallbackFault {
    for candidate in CallbackURL(request.url).candidates(headers: request.headers)
    where matches(candidate.url) {
      return CallbackFault(
        .forged, "signed for \(candidate.signedFor), public_url says \(candidate.weSay)")
    }
    return Self.mismatch(secret: secret)
  }

  static func mismatch(secret: String) -> CallbackFault {
    CallbackFault(
      .forged,
      "the signature does not match: \(secret) is another, or the request was changed on its way")
  }
}

extension CallbackEvidence {
  /// Judges a callback by one of a definition's signatures.
  func judge(
    by spec: SignatureSpec, _ gateway: Gateway
  ) throws(CallbackFault) -> CallbackProof {
    // A blank is nobody's secret, and everybody's guess.
    let secrets = spec.secrets.flatMap { gateway.live($0) }.filter {
      !$0.allSatisfy(\.isWhitespace)
    }
    if secrets.isEmpty, spec.scheme != .none, spec.scheme != .sns {
      let named = spec.secrets.first?.settings.first ?? "a secret"
      throw CallbackFault(.forged, "nothing can be verified before the setting `\(named)` is there")
    }
    switch spec.scheme {
    case .none: return CallbackProof()
    case .basic: return try basic(spec, secrets, user: spec.user.map { gateway.live($0) } ?? [])
    case .token: return try token(spec, secrets)
    case .hmac, .ed25519, .ecdsa: return try generic(spec, secrets)
    case .twilio: return try twilio(spec, secrets)
    case .plivo: return try plivo(spec, secrets)
    case .mailgun: return try mailgun(spec, secrets)
    case .svix: return try svix(spec, secrets)
    case .vonageSMS: return try vonageSMS(secrets)
    case .vonageJWT: return try vonageJWT(spec, secrets)
    case .messagebirdJWT: return try messagebirdJWT(spec, secrets)
    case .messagebirdQuery: return try messagebirdQuery(spec, secrets)
    case .sns:
      return try sns(
        pinned: spec.certificate.map { gateway.live($0) } ?? [],
        topics: spec.topic.map { gateway.live($0) } ?? [])
    }
  }

  /// Whether the request carries what this signature is looked for in.
  func carries(_ spec: SignatureSpec) -> Bool {
    switch spec.scheme {
    case .none, .mailgun, .sns, .svix: true
    case .vonageSMS: (query + form).contains { $0.name == "sig" } || request.body.first == 0x7B
    case .basic, .vonageJWT: header("Authorization") != nil
    case .token: spec.header.map { header($0) != nil } ?? true
    case .twilio: header(spec.header ?? "X-Twilio-Signature") != nil
    case .plivo: header(spec.header ?? "X-Plivo-Signature-V3") != nil
    case .messagebirdJWT: header(spec.header ?? "MessageBird-Signature-JWT") != nil
    case .messagebirdQuery: header(spec.header ?? "MessageBird-Signature") != nil
    case .hmac, .ed25519, .ecdsa: spec.header.map { header($0) != nil } ?? false
    }
  }
}
