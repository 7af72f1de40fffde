import Sealing

extension CallbackEvidence {
  /// Mailgun: hexadecimal HMAC-SHA256 over timestamp and token, which stand in the body and cover
  /// nothing else of it; so tokens must be remembered. 900 seconds, as Mailgun's library has it.
  func mailgun(_ spec: SignatureSpec, _ secrets: [String]) throws(CallbackFault) -> CallbackProof {
    let json = form.isEmpty ? JSONValue(bytes: request.body) : nil
    func field(_ name: String) throws(CallbackFault) -> String {
      let pointer = JSONPointer("/signature/\(name)")
      let found =
        form.first { $0.name == name }?.value
        ?? pointer.flatMap { place in json.flatMap { place.value(in: $0) } }?.text
      if let found, !found.isEmpty { return found }
      throw CallbackFault(.forged, "the signature's \(name) is missing in the body")
    }
    let timestamp = try field("timestamp")
    let token = try field("token")
    let message = Array((timestamp + token).utf8)
    guard let given = Self.bytes(hex: try field("signature")),
      secrets.contains(where: {
        Signature.equal(given, Signature.hmac(.sha256, key: Array($0.utf8), message))
      })
    else { throw Self.mismatch(secret: "webhook_signing_key") }
    try checkAge(timestamp, maxAge: spec.maxAge ?? 900)
    return CallbackProof(replayKey: token)
  }

  /// Svix and Standard Webhooks: `v1,` and base64 of HMAC-SHA256 over id, timestamp and body;
  /// several by spaces; 300 seconds either way.
  func svix(_ spec: SignatureSpec, _ secrets: [String]) throws(CallbackFault) -> CallbackProof {
    let family = header("svix-id") != nil ? "svix" : "webhook"
    let id = try requiredHeader(family + "-id")
    let timestamp = try requiredHeader(family + "-timestamp")
    let given = try requiredHeader(family + "-signature").split(separator: " ").compactMap {
      $0.hasPrefix("v1,") ? Signature.bytes(base64: $0.dropFirst(3)) : nil
    }
    let message = Array("\(id).\(timestamp).".utf8) + request.body
    let isSigned = secrets.contains { secret in
      let coded = secret.hasPrefix("whsec_") ? secret.dropFirst(6) : secret[...]
      guard let key = Signature.bytes(base64: coded) else { return false }
      let own = Signature.hmac(.sha256, key: key, message)
      return given.contains { Signature.equal($0, own) }
    }
    guard isSigned else { throw Self.mismatch(secret: "signing_secret") }
    try checkAge(timestamp, maxAge: spec.maxAge ?? 300)
    return CallbackProof(replayKey: id)
  }
}
