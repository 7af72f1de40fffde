import Sealing

extension CallbackEvidence {
  /// Plivo V3: base64 of HMAC-SHA256 over the URL with its query sorted, the sorted parameters of
  /// the form, and a nonce; the header may list several.
  func plivo(_ spec: SignatureSpec, _ secrets: [String]) throws(CallbackFault) -> CallbackProof {
    let given = try requiredHeader(spec.header ?? "X-Plivo-Signature-V3")
    let nonce = try requiredHeader(spec.nonce ?? "X-Plivo-Signature-V3-Nonce")
    guard request.body.isEmpty || !form.isEmpty else {
      throw CallbackFault(.forged, "the body is no form, and so not bound to the signature")
    }
    let signatures = given.split(separator: ",").compactMap {
      Signature.bytes(base64: $0.filter { !$0.isWhitespace })
    }
    let matches = { (url: String) in
      let message = self.plivoMessage(url) + Array(".\(nonce)".utf8)
      return secrets.contains { secret in
        let own = Signature.hmac(.sha256, key: Array(secret.utf8), message)
        return signatures.contains { Signature.equal($0, own) }
      }
    }
    guard matches(request.url) else { throw mismatch(secret: "auth_token", matches) }
    return CallbackProof(replayKey: nonce)
  }

  private func plivoMessage(_ url: String) -> [UInt8] {
    let query = Self.sortedQuery(query)
    var message = CallbackURL(url).withoutQuery
    if !query.isEmpty || !form.isEmpty { message += "?" }
    var bytes = Array(message.utf8) + query
    if !query.isEmpty, !form.isEmpty { bytes.append(UInt8(ascii: ".")) }
    return bytes + Self.sortedPairs(form, distinct: false)
  }

  private static func sortedQuery(_ parameters: [Parameter]) -> [UInt8] {
    let pairs = parameters.map { (name: Array($0.name.utf8), value: Array($0.value.utf8)) }
    let sorted = pairs.sorted {
      $0.name == $1.name
        ? $0.value.lexicographicallyPrecedes($1.value) : $0.name.lexicographicallyPrecedes($1.name)
    }
    let joined = sorted.map { $0.name + Array("=".utf8) + $0.value }.joined(
      separator: Array("&".utf8))
    return Array(joined)
  }
}
